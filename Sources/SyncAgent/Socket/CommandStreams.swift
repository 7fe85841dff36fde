/// Where a command writes bytes.
public protocol ByteSink: Sendable {
    /// Writes all of `bytes`, or throws. May block; call it on a thread that may wait.
    func write(_ bytes: [UInt8]) throws
}

/// Where a command reads bytes.
public protocol ByteSource: Sendable {
    /// The next bytes; empty at the end. May block; call it on a thread that may wait.
    func read() throws -> [UInt8]
}

/// What a command reads and writes, be it a terminal or the far side of a socket.
public struct CommandStreams: Sendable {
    /// Standard input.
    public let input: any ByteSource
    /// Standard output: rows, nothing else.
    public let output: any ByteSink
    /// Standard error: messages and progress.
    public let errors: any ByteSink

    /// Makes streams of their parts.
    public init(input: any ByteSource, output: any ByteSink, errors: any ByteSink) {
        self.input = input
        self.output = output
        self.errors = errors
    }
}
