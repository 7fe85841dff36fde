import ServiceLifecycle
import SyncAgent

/// Tells the story beside the hub that it is about, then keeps its nodes up.
struct DemonstrationStory: Service {
    let isOnce: Bool
    /// Tells it, and returns the nodes that are to stay up.
    let tell: @Sendable () async throws -> [ReplicaHost]

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let nodes: [ReplicaHost]
            do { nodes = try await tell() } catch is CancellationError { return }
            if isOnce { return }
            await withDiscardingTaskGroup { group in
                for node in nodes {
                    group.addTask { try? await RunningProcess.socket(of: node).run() }
                    group.addTask {
                        let sync = BackgroundSync(
                            host: node, target: .hub, logger: StandardLog.logger)
                        try? await sync.run()
                    }
                }
            }
        }
    }
}
