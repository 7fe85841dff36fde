import NIOCore
import Synchronization

/// How long the other side may take for its next step. When it runs out, the channel is closed,
/// and whoever waits for the channel sees it end.
final class Patience: Sendable {
    private struct State {
        var deadline: Scheduled<Void>?
        var ranOutAfterSeconds: Int?
        var bodyHasEnded = false
    }

    private let channel: any Channel
    private let seconds: Int
    private let state = Mutex(State())

    init(channel: any Channel, seconds: Int) {
        self.channel = channel
        self.seconds = seconds
    }

    /// The span of the step that took too long, for which the channel was closed; nil if none did.
    var ranOutAfterSeconds: Int? { state.withLock { $0.ranOutAfterSeconds } }

    /// Whether the other side has said all it had to say.
    var bodyHasEnded: Bool { state.withLock { $0.bodyHasEnded } }

    func bodyEnded() { state.withLock { $0.bodyHasEnded = true } }

    /// A step begins; it ends with ``end()``. `seconds` replaces the usual span.
    func begin(seconds: Int? = nil) {
        let seconds = seconds ?? self.seconds
        let deadline = channel.eventLoop.scheduleTask(
            in: .seconds(Int64(seconds))
        ) { [weak self, channel] in
            self?.state.withLock { $0.ranOutAfterSeconds = seconds }
            channel.close(promise: nil)
        }
        let earlier = state.withLock { state in
            let earlier = state.deadline
            state.deadline = deadline
            return earlier
        }
        earlier?.cancel()
    }

    func end() {
        let deadline = state.withLock { state in
            let deadline = state.deadline
            state.deadline = nil
            return deadline
        }
        deadline?.cancel()
    }
}
