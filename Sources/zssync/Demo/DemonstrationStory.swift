import LocalWeb
import Logging
import ServiceLifecycle
import SyncAgent

/// Tells the story beside the hub that it is about, then keeps its nodes up.
struct DemonstrationStory: Service {
    let isOnce: Bool
    /// Says where a node's page is.
    let onPage: @Sendable (ReplicaHost, _ link: String) -> Void
    /// Tells it, and returns the nodes that are to stay up.
    let tell: @Sendable () async throws -> [ReplicaHost]

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let nodes: [ReplicaHost]
            do { nodes = try await tell() } catch is CancellationError { return }
            if isOnce { return }
            // Ended all at once with the demonstration, which a server takes for an error.
            var quiet = StandardLog.logger
            quiet.logLevel = .critical
            await withDiscardingTaskGroup { [quiet] group in
                for node in nodes {
                    let sessions = Sessions()
                    let control = SyncControl()
                    group.addTask { try? await RunningProcess.socket(of: node, sessions).run() }
                    group.addTask {
                        let sync = BackgroundSync(
                            host: node, target: .hub, control: control, logger: StandardLog.logger)
                        try? await sync.run()
                    }
                    group.addTask {
                        let page = try? WebListener(
                            host: node, sync: control, sessions: sessions, address: "127.0.0.1",
                            port: 0, logger: quiet
                        ) { link in onPage(node, link) }
                        try? await page?.run()
                    }
                }
            }
        }
    }
}
