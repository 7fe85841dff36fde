/// Where a hub or peer listens: `https://<host>:<port>`, nothing behind it.
public struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A DNS name or literal IP address, without brackets.
    public let host: String
    /// The TCP port.
    public let port: Int

    /// The most bytes of a host.
    public static let hostBytesMax = 253
    /// The port where none is given.
    public static let defaultPort = 443

    /// Reads `https://host`, `https://host:port` or either without the scheme; a literal IPv6
    /// address stands in brackets. Nil for anything else, including a path or a user.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        if rest.lowercased().hasPrefix("https://") { rest = rest.dropFirst(8) }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let host: Substring
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            guard AddressBytes.of(String(host))?.count == 16 else { return nil }
            rest = rest[rest.index(after: end)...]
        } else {
            host = rest.prefix { $0 != ":" }
            rest = rest.dropFirst(host.count)
        }
        var port = Self.defaultPort
        if !rest.isEmpty {
            guard rest.first == ":", rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }),
                let number = Int(rest.dropFirst())
            else { return nil }
            port = number
        }
        self.init(host: host, port: port)
    }

    /// Makes an address of its parts; nil for a host or port that cannot be.
    public init?(host: some StringProtocol, port: Int) {
        guard (1...Self.hostBytesMax).contains(host.utf8.count), (1...65_535).contains(port),
            host.utf8.allSatisfy(Self.isHostByte),
            // A colon belongs to IPv6 alone: `name:7443` is no host.
            !host.contains(":") || AddressBytes.of(String(host))?.count == 16
        else { return nil }
        self.host = host.lowercased()
        self.port = port
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
            || byte == UInt8(ascii: "_")
    }

    /// `host:port`, with brackets where they are needed.
    public var authority: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// `https://host:port`.
    public var description: String { "https://\(authority)" }
}
