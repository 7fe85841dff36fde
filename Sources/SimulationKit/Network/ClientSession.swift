import SyncEngine
import SyncProtocol

/// A sync as the dialing replica goes through it. Source: Protocol/3-sync, "Sessions".
final class ClientSession {
    /// What it waits for.
    enum Phase {
        case comparing(WireFrontiersRequest)
        case receiving(wanted: [ScopeHeads])
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
    var toPush: [ScopeHeads] = []
    /// The last cut when the present fetch was asked for.
    var cut: Int64 = 0

    /// Adds the scopes that were written to anew to what is to be pushed.
    func push(_ rewriting: Rewriting) {
        let named = Set(toPush.map(\.scope))
        toPush += rewriting.toPush.filter { !named.contains($0.scope) }
    }

    init(number: Int, client: Int, peer: Int, request: WireFrontiersRequest) {
        self.number = number
        self.client = client
        self.peer = peer
        phase = .comparing(request)
    }
}
