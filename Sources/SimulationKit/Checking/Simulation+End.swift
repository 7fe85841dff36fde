import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

// What must hold once everybody has come to the same.
extension Simulation {
    func checkEnd() throws {
        let hub = world.hub
        let held = try hub.read(at: now) { try Ledger.words(of: $0) }
        let missing = ledger.missing(
            in: held, erased: Set(ordered.map(\.record)), unheard: unheard)
        guard missing.isEmpty else {
            throw Violation(
                invariant: .nothingLost, what: "saves are gone: \(missing.prefix(5))")
        }
        try hub.read(at: now) { replica in
            let reference = try LogReference(of: replica)
            try reference.check(replica)
            try reference.checkCopies(in: replica)
        }
        try checkSavesAreSingle()
        try checkTables(of: world.all[Int(scenario.seed % UInt64(world.all.count))])
        for replica in standing {
            try checkLog(of: replica)
            try replica.read(at: now) { one in
                let name = replica.number
                for scope in try one.store.scopes() {
                    try Examination.checkConfinement(of: scope, to: one.identity, name)
                    try Examination.checkForgotten(scope, in: one, name)
                }
                try Examination.checkErasures(in: one, ordered: ordered, name)
                guard name != 0 else { return }
                try hub.read(at: now) { hub in
                    try Examination.checkRevocations(
                        in: one, against: hub, ordered: revoked, name)
                    try Examination.checkReports(of: one, against: hub, name)
                }
            }
            if replica.number != 0 { try checkRedelivery(to: replica) }
        }
    }

    /// The words of what was written at devices that were revoked, which the hub need not have heard.
    private var unheard: Set<String> {
        let numbers = Set(
            world.all.filter { revoked.contains($0.member.device) }.map(\.number))
        return Set(scenario.events.filter { numbers.contains($0.action.actor) }.map { "w\($0.id)" })
    }

    /// What was written anew after a rollback took the place of what it was written from.
    ///
    /// Not where the hub was put back, two met it at once, or a session may have ended early: whoever was
    /// cut off after writing anew, and another who did the same meanwhile, both bring it. That it counts
    /// once all the same is for ``LogReference`` to see. Source: Protocol/1-causality, "Saves written
    /// anew".
    private func checkSavesAreSingle() throws {
        let harmless: Set<Fault> = [
            .rollback, .clone, .clock, .byzantine, .duplication, .newerProgram, .olderProgram,
        ]
        guard world.hub.disasters == 0, !outcome.hasMetAtOnce, revoked.isEmpty,
            Set(outcome.faults.keys).isSubset(of: harmless)
        else {
            return
        }
        try world.hub.read(at: now) { hub in
            for scope in try hub.store.scopes() where !scope.isPublished && scope != .control {
                var saves: [[UInt8]: Dot] = [:]
                for feed in try hub.store.feeds(in: scope) {
                    for logged in try hub.store.entries(of: feed.number, from: 1, limit: 1_000_000)
                    {
                        guard let body = logged.entry.body else { continue }
                        let record = try FeedCursor.outline(of: logged.entry.header).record.bytes
                        outcome.savesCompared += 1
                        let dot = Dot(feed.replica, logged.entry.seq)
                        if let other = saves.updateValue(dot, forKey: record + body) {
                            throw Violation(
                                invariant: .idempotence,
                                what: "one save is in the log as \(other) and as \(dot)")
                        }
                    }
                }
            }
        }
    }

    private func checkLog(of replica: SimulatedReplica) throws {
        let damage = try replica.read(at: now) { try $0.verifyLog() }.damage
        guard damage.isEmpty else {
            throw Violation(
                invariant: .soundLog, what: "replica \(replica.number): \(damage[0])")
        }
    }

    /// The tables are what merging the whole log into an empty replica gives.
    private func checkTables(of replica: SimulatedReplica) throws {
        let copy = ReplicaWriter(try replica.disk.medium.empty(), identity: replica.identity)
        let differences = try copy.write(
            kinds: KindCatalogue(), surroundings: Surroundings(now: 0) { 0 }
        ) { rebuilt in
            return try replica.read(at: now) { one in
                try rebuilt.replay(one) + one.differences(from: rebuilt)
            }
        }
        guard differences.isEmpty else {
            throw Violation(
                invariant: .soundLog, what: "replica \(replica.number): \(differences[0])")
        }
    }

    /// I8: all that is held comes once more, and nothing moves.
    private func checkRedelivery(to replica: SimulatedReplica) throws {
        let segments = try world.hub.read(at: now) { hub in
            try hub.sharedHeads(with: replica.member).flatMap { heads in
                try hub.plan(for: VersionVector(), in: heads.scope).map { try hub.segment($0) }
            }
        }
        let digests = {
            try replica.read(at: self.now) { one in
                try one.store.scopes().map { try one.state(of: $0) }
            }
        }
        let before = try digests()
        let receipts = try replica.write(at: now) { one in
            try segments.map { try one.receive($0, from: self.world.hub.member) }
        }
        guard receipts.allSatisfy({ $0 == .held }), try digests() == before else {
            throw Violation(
                invariant: .idempotence,
                what: "replica \(replica.number) was moved by what it held already")
        }
    }
}
