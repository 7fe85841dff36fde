import Foundation
import Synchronization

/// Carries a command to the process that writes its data directory.
public enum CommandCall: Sendable {
    /// Has the process that runs in `directory` execute `invocation`, and returns its exit code; nil
    /// where no process answers there. Blocks its thread until the command has ended.
    ///
    /// Throws ``SocketClosed`` where the process ends before the command does.
    public static func run(
        _ invocation: Invocation, in directory: DataDirectory, streams: CommandStreams
    ) throws -> Int32? {
        guard let path = try? directory.commandSocketPath(),
            let socket = UnixSocket.connect(to: path), socket.peerUser == getuid()
        else { return nil }
        defer { socket.shutDown() }
        var carried = invocation
        carried.environment[Self.directoryName] = directory.path
        try CommandFrame(.invocation, try carried.bytes).write(to: socket)
        while let frame = CommandFrame(from: socket) {
            switch frame.sort {
            case .output: try streams.output.write(frame.bytes)
            case .errors: try streams.errors.write(frame.bytes)
            case .want: try send(try streams.input.read(), to: socket)
            case .exit:
                guard frame.bytes.count == 4 else { throw SocketClosed() }
                return Int32(truncatingIfNeeded: frame.bytes.reduce(0) { $0 << 8 | Int($1) })
            case .invocation, .input: throw SocketClosed()
            }
        }
        throw SocketClosed()
    }

    /// The variable that says which directory the caller means, so that a socket found under a
    /// name that two directories share is noticed.
    static let directoryName = "ZSSYNC_CALLED_DIRECTORY"

    private static func send(_ bytes: [UInt8], to socket: UnixSocket) throws {
        if bytes.isEmpty { return try CommandFrame(.input).write(to: socket) }
        try CommandFrame.write(bytes, as: .input, to: socket)
    }
}
