/// One message on the command socket: a letter, four bytes of length, that many bytes.
struct CommandFrame: Hashable, Sendable {
    /// What a message says.
    enum Sort: UInt8 {
        /// Client: the invocation, first and once.
        case invocation = 0x49
        /// Server: the command wants standard input.
        case want = 0x57
        /// Client: a piece of standard input; empty at its end.
        case input = 0x44
        /// Server: a piece of standard output.
        case output = 0x4F
        /// Server: a piece of standard error.
        case errors = 0x45
        /// Server: the exit code, last.
        case exit = 0x58
    }

    let sort: Sort
    let bytes: [UInt8]

    /// The most bytes of a piece of input or output.
    static let pieceBytesMax = 64 << 10

    init(_ sort: Sort, _ bytes: [UInt8] = []) {
        self.sort = sort
        self.bytes = bytes
    }

    /// Reads the next message; nil where the other side is gone or does not speak this.
    init?(from socket: UnixSocket) {
        guard let head = socket.read(exactly: 5), let sort = Sort(rawValue: head[0]) else {
            return nil
        }
        let count = head[1...].reduce(0) { $0 << 8 | Int($1) }
        let limit = sort == .invocation ? Invocation.bytesMax : Self.pieceBytesMax
        guard count <= limit, let bytes = socket.read(exactly: count) else { return nil }
        self.sort = sort
        self.bytes = bytes
    }

    func write(to socket: UnixSocket) throws {
        let head =
            [sort.rawValue]
            + stride(from: 24, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: bytes.count >> $0)
            }
        try socket.write(head + bytes)
    }

    /// Writes `bytes` in as many messages as they need.
    static func write(_ bytes: [UInt8], as sort: Sort, to socket: UnixSocket) throws {
        for start in stride(from: 0, to: bytes.count, by: pieceBytesMax) {
            let end = min(start + pieceBytesMax, bytes.count)
            try CommandFrame(sort, Array(bytes[start..<end])).write(to: socket)
        }
    }
}
