import LocalWeb
import Logging
import ServiceLifecycle
import SyncAgent
import UnixSignals

/// A process that keeps a data directory open: its services, and the socket for commands.
enum RunningProcess {
    /// Runs `services` beside the command socket until Ctrl-C or one of them ends.
    ///
    /// With `gate`, commands are taken only once it is open: an invitation names the port that the
    /// hub was given.
    static func run(
        _ host: ReplicaHost, _ services: [any Service], sessions: Sessions? = nil,
        after gate: Gate? = nil, logger: Logger
    ) async throws {
        let group = ServiceGroup(
            configuration: .init(
                services: ([Gated(gate: gate, service: socket(of: host, sessions))] + services)
                    .map { .init(service: $0) },
                gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
    }

    /// Executes commands that come from other processes against `host`, whose page has `sessions`.
    static func socket(of host: ReplicaHost, _ sessions: Sessions? = nil) -> CommandSocket {
        CommandSocket(directory: host.directory) { invocation, streams in
            await Program.execute(
                CommandContext(invocation, streams, running: host, sessions: sessions))
        }
    }
}
