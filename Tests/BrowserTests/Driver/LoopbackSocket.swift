import Foundation

/// A connection to a server on this machine, whose calls block.
///
/// No `URLSession`, which before Swift 6.4 reads no answer of chromedriver on Linux: it insists on
/// the space after the colon of a header (swift-corelibs-foundation#5527).
struct LoopbackSocket: ~Copyable {
    private let descriptor: Int32

    /// Connects to `port`; a call that hangs for `timeout` seconds fails.
    init(port: UInt16, timeout: Int) throws {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw Self.failure() }
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var server = sockaddr_in()
        server.sin_family = sa_family_t(AF_INET)
        server.sin_port = port.bigEndian
        server.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &server) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Self.failure() }
    }

    deinit { close(descriptor) }

    /// Sends all of `data`.
    func write(_ data: Data) throws {
        #if canImport(Glibc)
            // An end that is gone is an error here, and no signal that ends the tests.
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        var rest = data[...]
        while !rest.isEmpty {
            let count = try Self.retry {
                rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits for the next bytes; empty when the other end has closed.
    func read() throws -> Data {
        var bytes = Data(count: 1 << 16)
        let count = try Self.retry {
            bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        }
        return bytes.prefix(count)
    }

    /// Makes a call again for as long as a signal breaks it off.
    private static func retry(_ call: () -> Int) throws -> Int {
        while true {
            let count = call()
            if count >= 0 { return count }
            guard errno == EINTR else { throw failure() }
        }
    }

    private static func failure() -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
