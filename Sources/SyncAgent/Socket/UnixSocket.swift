import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The other side of a command socket has gone.
public struct SocketClosed: Error, Hashable, Sendable {
    /// Makes the error.
    public init() {}
}

/// One end of a stream socket in the file system. Reads and writes block their thread.
final class UnixSocket: Sendable {
    private let descriptor: Int32
    /// Frames are written whole, whichever thread they come from.
    private let writing = Mutex(())

    /// The most bytes of a socket's path that every system takes.
    static let pathBytesMax = 100

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    // MARK: Making

    /// Connects to the socket at `path`; nil where nobody listens there.
    static func connect(to path: String) -> UnixSocket? {
        guard let socket = try? make() else { return nil }
        let result = withAddress(path) { address, length in
            retrying {
                #if canImport(Darwin)
                    Darwin.connect(socket.descriptor, address, length)
                #elseif canImport(Glibc)
                    Glibc.connect(socket.descriptor, address, length)
                #else
                    Musl.connect(socket.descriptor, address, length)
                #endif
            }
        }
        return result == 0 ? socket : nil
    }

    /// Listens at `path`, in place of a socket that a process has left there; the caller holds the
    /// directory's lock, so no other process still listens.
    static func listen(at path: String) throws -> UnixSocket {
        let socket = try make()
        unlink(path)
        let old = umask(0o177)
        let bound = withAddress(path) { bind(socket.descriptor, $0, $1) }
        umask(old)
        guard bound == 0, chmod(path, 0o600) == 0,
            systemListen(socket.descriptor, 16) == 0
        else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        return socket
    }

    /// The next connection; nil once ``shutDown()`` was called.
    func accept() -> UnixSocket? {
        while true {
            let accepted = systemAccept(descriptor)
            if accepted >= 0 {
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                return UnixSocket(accepted)
            }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// Ends both directions; whoever reads, writes or accepts returns.
    func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR.bits))
    }

    private static func make() throws -> UnixSocket {
        #if canImport(Darwin)
            let sort = SOCK_STREAM
        #elseif canImport(Glibc)
            let sort = Int32(SOCK_STREAM.rawValue)
        #else
            let sort = SOCK_STREAM
        #endif
        let descriptor = socket(AF_UNIX, sort, 0)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return UnixSocket(descriptor)
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { letters in
            letters.copyBytes(from: path.utf8.prefix(letters.count - 1))
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    // MARK: Who is there

    /// The user that the other side runs as; nil where the system does not say.
    var peerUser: UInt32? {
        #if canImport(Darwin)
            var user = uid_t()
            var group = gid_t()
            return getpeereid(descriptor, &user, &group) == 0 ? user : nil
        #else
            // The system's `struct ucred`: process, user, group.
            var credentials: (Int32, UInt32, UInt32) = (0, .max, .max)
            var length = socklen_t(MemoryLayout.size(ofValue: credentials))
            let result = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
            return result == 0 ? credentials.1 : nil
        #endif
    }

    /// Lets a read or write fail that waits for longer; 0 for never.
    func limit(readSeconds: Int, writeSeconds: Int) {
        for (option, seconds) in [(SO_RCVTIMEO, readSeconds), (SO_SNDTIMEO, writeSeconds)] {
            var time = timeval()
            time.tv_sec = seconds
            setsockopt(
                descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    // MARK: Bytes

    /// Reads `count` bytes; nil where the other side ends before.
    func read(exactly count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var held = 0
        while held < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                recv(descriptor, buffer.baseAddress.map { $0 + held }, count - held, 0)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            held += got
        }
        return bytes
    }

    /// Writes all of `bytes`.
    func write(_ bytes: [UInt8]) throws {
        try writing.withLock { _ in
            var written = 0
            while written < bytes.count {
                let put = bytes.withUnsafeBytes { buffer in
                    send(
                        descriptor, buffer.baseAddress.map { $0 + written },
                        bytes.count - written, Self.noSignal)
                }
                if put < 0, errno == EINTR { continue }
                guard put > 0 else { throw SocketClosed() }
                written += put
            }
        }
    }

    #if canImport(Darwin)
        private static let noSignal: Int32 = 0
    #else
        private static let noSignal = Int32(MSG_NOSIGNAL.bits)
    #endif

    private static func retrying(_ work: () -> Int32) -> Int32 {
        while true {
            let result = work()
            if result == 0 || errno != EINTR { return result }
        }
    }
}

extension BinaryInteger {
    /// The number itself: constants are numbers on one system and enumerations on another.
    fileprivate var bits: Int { Int(self) }
}

extension RawRepresentable where RawValue: BinaryInteger {
    /// The number behind the constant.
    fileprivate var bits: Int { Int(rawValue) }
}

private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
    listen(descriptor, backlog)
}

private func systemAccept(_ descriptor: Int32) -> Int32 {
    accept(descriptor, nil, nil)
}
