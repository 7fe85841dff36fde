import NIOCore
import Synchronization

/// How long the other side may take for its next step. When it runs out, the channel is closed,
/// and whoever waits for the channel sees it end.
final class Patience: Sendable {
    private struct State {
        var deadline: Scheduled<Void>?
        var ranOut = false
        var bodyHasEnded = false
    }

    private let channel: any Channel
    private let span: TimeAmount
    private let state = Mutex(State())

    init(channel: any Channel, seconds: Int) {
        self.channel = channel
        span = .seconds(Int64(seconds))
    }

    /// Whether the channel was closed because a step took too long.
    var ranOut: Bool { state.withLock { $0.ranOut } }

    /// Whether the other side has said all it had to say.
    var bodyHasEnded: Bool { state.withLock { $0.bodyHasEnded } }

    func bodyEnded() { state.withLock { $0.bodyHasEnded = true } }

    /// A step begins; it ends with ``end()``. `seconds` replaces the usual span.
    func begin(seconds: Int? = nil) {
        let deadline = channel.eventLoop.scheduleTask(
            in: seconds.map { .seconds(Int64($0)) } ?? span
        ) { [weak self, channel] in
            self?.state.withLock { $0.ranOut = true }
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
