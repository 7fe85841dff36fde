public import ArgumentParser
public import DeviceIdentity

/// Where a process listens: `0.0.0.0:7443`, `[::]:7443`, or `:7443` for every address.
struct ListenAddress: Hashable, Sendable, ExpressibleByArgument {
    let host: String
    /// 0 for any free port.
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = String(argument[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        // The address itself is checked as a peer's would be; the port may be 0 here.
        guard host.isEmpty || PeerAddress(host: host, port: 1) != nil else { return nil }
        self.init(host: host.isEmpty ? "0.0.0.0" : host, port: port)
    }

    var defaultValueDescription: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension PeerAddress: ExpressibleByArgument {
    /// Reads an address as a person types it.
    public init?(argument: String) {
        self.init(argument)
    }
}
