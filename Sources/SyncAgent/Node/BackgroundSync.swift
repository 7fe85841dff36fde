public import Logging
public import ServiceLifecycle
import SyncTransport

/// Keeps a node current: syncs when something was saved here, when the other side has something new,
/// and again after a while when there was no network.
public struct BackgroundSync: Service {
    private let host: ReplicaHost
    private let target: SyncTarget
    private let logger: Logger
    private let onSync: @Sendable (Result<SyncSummary, any Error>) async -> Void

    /// Seconds between two syncs when nothing happens.
    private static let idleSeconds = 60
    /// The longest wait after failures, in seconds.
    private static let backOffSecondsMax = 300

    /// A service that syncs `host` with `target`; `onSync` hears of every attempt.
    public init(
        host: ReplicaHost, target: SyncTarget, logger: Logger,
        onSync: @escaping @Sendable (Result<SyncSummary, any Error>) async -> Void = { _ in }
    ) {
        self.host = host
        self.target = target
        self.logger = logger
        self.onSync = onSync
    }

    /// Syncs until asked to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    let summary = try await Synchronizer.sync(host, with: target)
                    failures = 0
                    await onSync(.success(summary))
                } catch {
                    if Task.isCancelled { return }
                    failures += 1
                    // Being offline is normal, and not worth a warning.
                    logger.debug("sync did not finish", metadata: ["sync.failures": "\(failures)"])
                    await onSync(.failure(error))
                }
                // A sync writes down whom it met; what comes after that is news.
                await pause(after: failures, beyond: host.movement.count)
            }
        }
    }

    private func pause(after failures: Int, beyond count: UInt64) async {
        let seconds =
            failures == 0
            ? Self.idleSeconds : min(Self.backOffSecondsMax, 1 << min(failures, 9))
        await withTaskGroup { tasks in
            tasks.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            // After a failure a save does not make the network come back.
            if failures == 0 { tasks.addTask { await host.movement.wait(beyond: count) } }
            await tasks.next()
            tasks.cancelAll()
        }
    }
}
