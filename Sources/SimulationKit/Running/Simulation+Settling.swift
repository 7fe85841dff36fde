import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine

// The fault-free end: everybody must come to the same, and the same must be what the log says.
extension Simulation {
    /// Rounds with the hub that must be enough: one to give, one to get, one for what was written anew.
    private static let roundsMax = 3
    /// What each rolled-back or copied disk may cost beyond that: its branch comes out, and is written
    /// again under another name.
    private static let roundsForEachDisaster = 2

    func settle() throws {
        isFaulty = false
        queue.removeAll()
        sessions = [:]
        network.heal()
        for replica in world.all where !replica.isUp {
            try restart(replica)
        }
        for replica in standing {
            ledger.note(try replica.read(at: now) { try Ledger.words(of: $0) })
        }
        try publishAgain()
        try eraseAgain()
        let disasters = world.all.reduce(0) { $0 + $1.disasters }
        let allowed = Self.roundsMax + Self.roundsForEachDisaster * (disasters + revoked.count)
        // After all have synced once: what counts of a device is what the hub holds by then.
        while try !isSettled() || outcome.rounds == 0 && !revoked.isEmpty {
            guard outcome.rounds < allowed else {
                throw Violation(
                    invariant: .liveness, what: "\(allowed) rounds with the hub were not enough")
            }
            outcome.rounds += 1
            for replica in world.all.dropFirst() {
                try begin(
                    client: replica.number, peer: 0,
                    session: -(outcome.rounds * 10_000 + replica.number))
                try drain()
            }
            if outcome.rounds == 1 { try revokeAgain() }
        }
    }

    /// The operator of a hub that was put back publishes the edition again that its image lacks, as the
    /// protocol says: of what the hub alone may write, no device may write anything anew.
    private func publishAgain() throws {
        guard world.hub.disasters > 0 else { return }
        let edition = { [now] (replica: SimulatedReplica) in
            try replica.read(at: now) { try $0.store.storedKinds() }
                .first { $0.name == Specimen.name }?.version ?? 0
        }
        let newest = try world.all.map(edition).max() ?? 0
        guard try newest > edition(world.hub) else { return }
        try transact(world.hub) { try $0.define(Specimen.kind(edition: newest)) }
    }

    /// The operator orders again what the hub lacks: it was put back, or failed in the middle of that.
    private func eraseAgain() throws {
        for one in ordered.sorted() {
            let isDone = try world.hub.read(at: now) {
                try $0.store.isErased(one.record, of: one.site)
            }
            if isDone { continue }
            _ = try transact(world.hub) {
                try $0.erase(one.record, of: one.site, actor: "operator", reason: "")
            }
        }
    }

    /// The operator revokes again whom the hub does not know as revoked, as ``eraseAgain()``.
    private func revokeAgain() throws {
        for device in revoked.sorted() {
            try transact(world.hub) {
                _ = try $0.revoke(device, actor: "operator", reason: "")
            }
        }
    }

    /// Those that take part to the end: a device that is revoked is heard by nobody, and hears nobody.
    var standing: [SimulatedReplica] {
        world.all.filter { !revoked.contains($0.member.device) }
    }

    /// Whether each replica holds all that it may hold of what the hub does, and has nothing to write
    /// anew.
    private func isSettled() throws -> Bool {
        for replica in standing.dropFirst() {
            let (mine, isWaiting) = try replica.read(at: now) { one in
                (
                    try one.sharedHeads(with: world.hub.member),
                    try one.waitingCount() > 0
                        || one.store.scopes().contains { try one.needsCheckpoints(in: $0) }
                )
            }
            let theirs = try world.hub.read(at: now) { try $0.sharedHeads(with: replica.member) }
            if isWaiting || mine != theirs { return false }
        }
        return true
    }
}
