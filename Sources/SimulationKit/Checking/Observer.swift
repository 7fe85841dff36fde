import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

/// Looks at every replica after each of its transactions, and at everything that is sent.
struct Observer {
    private struct Place: Hashable {
        let scope: Scope
        let frontier: [UInt8]
        let erased: [RecordID]
    }

    private struct Extent: Equatable {
        let arrival: Int64
        let cut: Int64
    }

    /// What was seen of a scope at the last look.
    private struct Sight: Equatable {
        let heads: ScopeHeads
        let erased: [RecordID]
    }

    private struct Name: Hashable {
        let scope: Scope
        let dot: Dot
    }

    private var states: [Place: StateSum] = [:]
    private var hashes: [Name: [UInt8]] = [:]
    private var looked: [Int: [Scope: Sight]] = [:]
    /// How far each log went at the last look: where that has not moved, nothing else can have.
    private var extents: [Int: Extent] = [:]
    /// What the hub has said that it holds. Only the hub's word is kept: its branch of every feed counts,
    /// and others give up theirs for it.
    private(set) var acknowledged: [Scope: VersionVector] = [:]

    /// I10: of a revoked device nobody else holds more than what counts.
    private func checkCutoffs(_ one: Replica, _ replica: SimulatedReplica) throws {
        for device in try one.revokedDevices() where device != replica.member.device {
            guard try one.holdsWhatCounts(of: device) else {
                throw Violation(
                    invariant: .equalCutoffs,
                    what: "replica \(replica.number) holds more than counts of a revoked device")
            }
        }
    }

    /// What `replica` has committed: I1, I5, I10 and I13.
    mutating func look(at replica: SimulatedReplica, time: Int64, trace: inout Trace) throws {
        try replica.read(at: time) { one in
            let extent = Extent(
                arrival: try one.store.lastArrival(), cut: try one.store.lastCut())
            if extents[replica.number] == extent { return }
            extents[replica.number] = extent
            try checkCutoffs(one, replica)
            for scope in try one.store.scopes() {
                let erased = try scope.site.map { try one.store.erased(of: $0) } ?? []
                let sight = Sight(heads: try one.heads(of: scope), erased: erased)
                let before = looked[replica.number]?[scope]
                if sight == before { continue }
                let sum = try one.store.stateSum(of: scope)
                let place = Place(scope: scope, frontier: sight.heads.digest, erased: erased)
                if let known = states[place], known != sum {
                    throw Violation(
                        invariant: .convergentState,
                        what: "replica \(replica.number) has another state of \(scope)")
                }
                states[place] = sum
                // The registry says certificates, whose keys are no draw of the seed.
                if scope != .control { trace.add(sum.bytes) }
                try check(one, replica, scope, since: before?.heads.vector ?? VersionVector())
                if !erased.isEmpty {
                    try Examination.checkForgotten(scope, in: one, replica.number)
                }
                looked[replica.number, default: [:]][scope] = sight
            }
        }
    }

    /// I5: the own changes that are new since the last look.
    private mutating func check(
        _ one: Replica, _ replica: SimulatedReplica, _ scope: Scope, since before: VersionVector
    ) throws {
        guard replica.disasters == 0, let feed = try one.store.feed(scope, one.replicaID()) else {
            return
        }
        let entries = try one.store.entries(
            of: feed.number, from: before[feed.replica] + 1, limit: 10_000)
        for logged in entries {
            let name = Name(scope: scope, dot: Dot(feed.replica, logged.entry.seq))
            if let known = hashes[name], known != logged.entry.hash {
                throw Violation(
                    invariant: .noFork,
                    what: "replica \(replica.number) wrote change \(name.dot.seq) twice")
            }
            hashes[name] = logged.entry.hash
        }
    }

    /// The hub has said that it holds `heads` durably.
    mutating func note(acknowledged heads: ScopeHeads) {
        acknowledged[heads.scope, default: VersionVector()].formUnion(heads.vector)
    }

    /// The disk of `replica` is another from now on.
    mutating func forget(_ replica: SimulatedReplica) {
        if replica.identity.isHub { acknowledged = [:] }
        looked[replica.number] = nil
        extents[replica.number] = nil
    }
}
