import SyncProtocol
import Synchronization

/// Slows down guessing of join secrets: an address that was wrong too often must wait.
///
/// Only wrong secrets count, as a whole town may share one address.
final class GuessLimiter: Sendable {
    private struct Guesses {
        var wrong: Int
        var since: ContinuousClock.Instant
    }

    private let byAddress = Mutex<[String: Guesses]>([:])
    private let guessesMax: Int
    private let span: Duration
    /// Above this many addresses the oldest counts are dropped: memory is bounded, and a secret of
    /// 128 bits is safe without any count.
    private static let addressesMax = 4_096

    init(guessesMax: Int, spanSeconds: Int) {
        self.guessesMax = guessesMax
        span = .seconds(spanSeconds)
    }

    /// Throws if `address` must wait.
    func admit(_ address: String, now: ContinuousClock.Instant) throws(Refusal) {
        let mustWait = byAddress.withLock { byAddress in
            guard let guesses = byAddress[address] else { return false }
            guard now - guesses.since < span else {
                byAddress[address] = nil
                return false
            }
            return guesses.wrong >= guessesMax
        }
        guard !mustWait else {
            throw Refusal(
                .busy,
                "接入码错误次数过多，请过一分钟再试。"
                    + " Too many wrong tokens from this address; nothing was changed."
                    + " Try again in a minute.")
        }
    }

    /// Counts a wrong secret.
    func wrongGuess(from address: String, now: ContinuousClock.Instant) {
        byAddress.withLock { byAddress in
            if byAddress.count >= Self.addressesMax {
                byAddress = byAddress.filter { now - $0.value.since < span }
                if byAddress.count >= Self.addressesMax { byAddress.removeAll() }
            }
            byAddress[address, default: Guesses(wrong: 0, since: now)].wrong += 1
        }
    }
}
