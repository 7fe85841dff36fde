import SyncEngine
import SyncProtocol

/// A sync as the dialing replica goes through it. Source: Protocol/3-sync, "Sessions".
final class ClientSession {
    /// What it waits for.
    enum Phase {
        case comparing(Comparison)
        case receiving
        case sending
    }

    /// The state of a session, as faults are counted by.
    enum State: String, CaseIterable, Sendable {
        case none, comparing, receiving, sending
    }

    var state: State {
        switch phase {
        case .comparing: .comparing
        case .receiving: .receiving
        case .sending: .sending
        }
    }

    /// Milliseconds that an answer may take.
    static let patience: Int64 = 60_000
    /// Rounds of fetching before something is wrong.
    static let roundsMax = 100

    let number: Int
    let client: Int
    let peer: Int
    var phase: Phase
    /// Counts what was sent, so that late answers are known.
    var step = 0
    var rounds = 0
    /// What is still to be asked for, and what to push.
    var differences = Differences()

    init(number: Int, client: Int, peer: Int, comparison: Comparison) {
        self.number = number
        self.client = client
        self.peer = peer
        phase = .comparing(comparison)
    }
}
