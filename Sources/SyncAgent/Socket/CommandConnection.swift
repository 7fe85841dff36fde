import Foundation
import Synchronization

/// One command that came over the socket, on the side that executes it.
///
/// A thread reads the socket all the time, so that the command is stopped when its caller goes.
final class CommandConnection: ByteSource, Sendable {
    private enum Inbox {
        case waiting
        case piece([UInt8])
        case ended
    }

    private let socket: UnixSocket
    private let condition = NSCondition()
    private let inbox = Mutex(Inbox.waiting)

    /// The seconds in which a caller must say what it wants, and take a piece of output.
    private static let patienceSeconds = 30

    init(_ socket: UnixSocket) {
        self.socket = socket
    }

    private static let threads = DispatchQueue(
        label: "zssync.command-socket", attributes: .concurrent)

    /// The invocation; nil where the caller is another user or does not say one.
    func invocation() async -> Invocation? {
        await withCheckedContinuation { continuation in
            Self.threads.async { [socket] in
                socket.limit(
                    readSeconds: Self.patienceSeconds, writeSeconds: Self.patienceSeconds)
                guard socket.peerUser == getuid(), let frame = CommandFrame(from: socket),
                    frame.sort == .invocation
                else { return continuation.resume(returning: nil) }
                socket.limit(readSeconds: 0, writeSeconds: Self.patienceSeconds)
                continuation.resume(returning: Invocation(bytes: frame.bytes))
            }
        }
    }

    /// Returns when the caller has gone, having ended the input.
    func untilGone() async {
        await withCheckedContinuation { continuation in
            Self.threads.async { [self] in
                while let frame = CommandFrame(from: socket), frame.sort == .input {
                    put(frame.bytes.isEmpty ? .ended : .piece(frame.bytes))
                }
                put(.ended)
                continuation.resume()
            }
        }
    }

    private func put(_ next: Inbox) {
        condition.lock()
        inbox.withLock { held in
            if case .piece(let bytes) = held, case .piece(let more) = next {
                held = .piece(bytes + more)
            } else if case .piece = held, case .ended = next {
                // What came is read first; the end is said again when asked for.
            } else {
                held = next
            }
        }
        condition.broadcast()
        condition.unlock()
    }

    func read() throws -> [UInt8] {
        if case .ended = inbox.withLock({ $0 }) { return [] }
        try CommandFrame(.want).write(to: socket)
        condition.lock()
        defer { condition.unlock() }
        while true {
            let taken: [UInt8]? = inbox.withLock { held in
                switch held {
                case .waiting: return nil
                case .ended: return []
                case .piece(let bytes):
                    held = .waiting
                    return bytes
                }
            }
            if let taken { return taken }
            condition.wait()
        }
    }

    /// Says how it ended, and ends the connection.
    func finish(exitCode: Int32) {
        let code = UInt32(bitPattern: exitCode)
        let bytes = stride(from: 24, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: code >> UInt32($0))
        }
        try? CommandFrame(.exit, bytes).write(to: socket)
        socket.shutDown()
    }

    /// Ends the connection without a word.
    func close() { socket.shutDown() }

    /// Gives a command that waits for input none, so that it can end.
    func stopInput() { put(.ended) }

    var streams: CommandStreams {
        CommandStreams(
            input: self, output: SocketSink(socket: socket, sort: .output),
            errors: SocketSink(socket: socket, sort: .errors))
    }
}

/// Standard output or error of a command whose caller is at the far side of a socket.
private struct SocketSink: ByteSink {
    let socket: UnixSocket
    let sort: CommandFrame.Sort

    func write(_ bytes: [UInt8]) throws {
        try CommandFrame.write(bytes, as: sort, to: socket)
    }
}
