import Logging
import ServiceLifecycle
import SyncAgent
import UnixSignals

/// A process that keeps a data directory open: its services, and the socket for commands.
enum RunningProcess {
    /// Runs `services` beside the command socket until Ctrl-C or one of them ends.
    static func run(_ host: ReplicaHost, _ services: [any Service], logger: Logger) async throws {
        let socket = CommandSocket(directory: host.directory) { invocation, streams in
            await Program.execute(CommandContext(invocation, streams, running: host))
        }
        let group = ServiceGroup(
            configuration: .init(
                services: ([socket] + services).map { .init(service: $0) },
                gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
    }
}
