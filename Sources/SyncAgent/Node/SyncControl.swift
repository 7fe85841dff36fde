import ReplicaStore
import SyncEngine
import SyncProtocol
import SyncTransport
import Synchronization

/// What a node's background sync is doing, for those who watch it, and their hand on it.
///
/// One sync runs at a time: who asks for one while it runs gets the next.
public final class SyncControl: Sendable {
    /// How the last attempt ended.
    public enum Outcome: Hashable, Sendable {
        /// It came to its end; how many things were refused, and what people must be told.
        case finished(SyncSummary)
        /// The other side was not reached, or the connection broke: normal without a network.
        case offline
        /// A person stopped it.
        case cancelled
        /// The hub does not take this device any more.
        case refused(String)
        /// Something else; the sentence says what.
        case failed(String)
    }

    private struct State {
        var step: SyncProgress?
        var outcome: Outcome?
        var endedAt: Int64?
        var isRequested = false
        var isCancelled = false
        var cancel: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    /// Wakes those who watch, and the service that waits for its next turn.
    public let movement = Movement()

    /// A control for one ``BackgroundSync``.
    public init() {}

    /// The step under way; nil between syncs.
    public var step: SyncProgress? { state.withLock { $0.step } }

    /// How the last attempt ended; nil before the first.
    public var outcome: Outcome? { state.withLock { $0.outcome } }

    /// When that was, by this machine's clock in milliseconds since 1970.
    public var endedAt: Int64? { state.withLock { $0.endedAt } }

    /// Whether a sync was asked for and has not begun.
    var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Asks for a sync now.
    public func request() {
        state.withLock { $0.isRequested = true }
        movement.note()
    }

    /// Returns once a sync is asked for, or the task is cancelled.
    func waitForRequest() async {
        while !Task.isCancelled {
            let count = movement.count
            if isRequested { return }
            await movement.wait(beyond: count)
        }
    }

    /// Stops the sync under way; what it has finished is kept.
    public func cancel() {
        let cancel = state.withLock { state in
            state.isCancelled = state.step != nil
            return state.cancel
        }
        cancel?()
    }

    /// A sync begins; `cancel` stops it.
    func begin(cancel: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.step = .connecting
            state.isRequested = false
            state.isCancelled = false
            state.cancel = cancel
        }
        movement.note()
    }

    /// It has come so far.
    func note(_ step: SyncProgress) {
        state.withLock { $0.step = step }
        movement.note()
    }

    /// It has ended.
    func end(_ result: Result<SyncSummary, any Error>) {
        state.withLock { state in
            state.step = nil
            state.cancel = nil
            state.endedAt = WallClock.now
            state.outcome = state.isCancelled ? .cancelled : Self.outcome(result)
        }
        movement.note()
    }

    private static func outcome(_ result: Result<SyncSummary, any Error>) -> Outcome {
        switch result {
        case .success(let summary): .finished(summary)
        case .failure(TransportError.notReachable), .failure(is CancellationError): .offline
        case .failure(TransportError.refused(let refusal)),
            .failure(TransportError.notAccepted(let refusal)):
            .refused(refusal.message)
        // Only errors that are sentences for people, without a personal value.
        case .failure(let error as TransportError): .failed(error.description)
        case .failure(let error as AgentError): .failed(error.description)
        case .failure(let error as StoreError): .failed(error.description)
        case .failure(let error as EngineError): .failed(error.description)
        case .failure: .failed("同步没有完成，数据都在本机。 The sync did not finish; all is saved here.")
        }
    }
}
