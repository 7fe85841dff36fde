import Foundation
import Logging
public import ServiceLifecycle

/// Takes commands for a data directory that this process writes, as a service of it.
///
/// The socket is the user's own (0600, and the caller's user is checked). A caller that goes away
/// cancels its command. Source: the working of `zssync` beside a running `node` or `serve`.
public struct CommandSocket: Service {
    /// Executes one command and returns its exit code.
    public typealias Handler = @Sendable (Invocation, CommandStreams) async -> Int32

    private let directory: DataDirectory
    private let handler: Handler
    private let logger = Logger(label: "zssync.command-socket")

    /// Makes a socket for `directory`, whose lock this process holds.
    public init(directory: DataDirectory, handler: @escaping Handler) {
        self.directory = directory
        self.handler = handler
    }

    /// Takes commands until the service is to stop; those under way are cancelled then.
    public func run() async throws {
        let path = try directory.commandSocketPath()
        let listener = try UnixSocket.listen(at: path)
        defer { unlink(path) }
        let accepting = AsyncStream<UnixSocket> { continuation in
            Thread.detachNewThread {
                while let socket = listener.accept() { continuation.yield(socket) }
                continuation.finish()
            }
        }
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await socket in accepting { group.addTask { await serve(socket) } }
                group.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            listener.shutDown()
        }
    }

    private func serve(_ socket: UnixSocket) async {
        let connection = CommandConnection(socket)
        guard let invocation = await connection.invocation() else { return connection.close() }
        guard invocation.environment[CommandCall.directoryName] == directory.path else {
            logger.debug("A command for another directory was turned away")
            return connection.close()
        }
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    let code = await handler(invocation, connection.streams)
                    connection.finish(exitCode: code)
                }
                group.addTask { await connection.untilGone() }
                // Whichever is first ends the other: a command by its end, a caller by going.
                await group.next()
                group.cancelAll()
            }
        } onCancel: {
            connection.stopInput()
        }
    }
}
