public import Logging
public import ServiceLifecycle
import SyncTransport

/// Keeps a node current: syncs when something was saved here, when the other side has something new,
/// and again after a while when there was no network.
public struct BackgroundSync: Service {
    private let host: ReplicaHost
    private let target: SyncTarget
    private let control: SyncControl
    private let logger: Logger
    private let onSync: @Sendable (Result<SyncSummary, any Error>) async -> Void

    /// Seconds between two syncs when nothing happens.
    private static let idleSeconds = 60
    /// The longest wait after failures, in seconds.
    private static let backOffSecondsMax = 300

    /// A service that syncs `host` with `target`; `control` sees and steers it, and `onSync` hears of
    /// every attempt.
    public init(
        host: ReplicaHost, target: SyncTarget, control: SyncControl = SyncControl(),
        logger: Logger,
        onSync: @escaping @Sendable (Result<SyncSummary, any Error>) async -> Void = { _ in }
    ) {
        self.host = host
        self.target = target
        self.control = control
        self.logger = logger
        self.onSync = onSync
    }

    /// Syncs until asked to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                let result = await attempt()
                if Task.isCancelled { return }
                switch result {
                case .success: failures = 0
                case .failure:
                    failures += 1
                    // Being offline is normal, and not worth a warning.
                    logger.debug("sync did not finish", metadata: ["sync.failures": "\(failures)"])
                }
                await onSync(result)
                // A sync writes down whom it met; what comes after that is news.
                await pause(after: failures, beyond: host.movement.count)
            }
        }
    }

    private func attempt() async -> Result<SyncSummary, any Error> {
        let attempt = Task { [host, target, control] in
            try await Synchronizer.sync(host, with: target) { control.note($0) }
        }
        control.begin { attempt.cancel() }
        let result = await withTaskCancellationHandler {
            await attempt.result
        } onCancel: {
            attempt.cancel()
        }
        control.end(result)
        return result
    }

    private func pause(after failures: Int, beyond count: UInt64) async {
        let seconds =
            failures == 0
            ? Self.idleSeconds : min(Self.backOffSecondsMax, 1 << min(failures, 9))
        await withTaskGroup { tasks in
            tasks.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            // After a failure a save does not make the network come back.
            if failures == 0 { tasks.addTask { await host.movement.wait(beyond: count) } }
            tasks.addTask { await control.waitForRequest() }
            await tasks.next()
            tasks.cancelAll()
        }
    }
}
