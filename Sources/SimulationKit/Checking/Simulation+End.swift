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
        let missing = ledger.missing(in: held)
        guard missing.isEmpty else {
            throw Violation(
                invariant: .nothingLost, what: "saves are gone: \(missing.prefix(5))")
        }
        try hub.read(at: now) { try Self.checkSiblings(of: $0) }
        for replica in world.all {
            try checkLog(of: replica)
            guard replica.number != 0 else { continue }
            try checkReports(of: replica)
            try checkRedelivery(to: replica)
        }
    }

    private func checkLog(of replica: SimulatedReplica) throws {
        let damage = try replica.read(at: now) { try $0.verifyLog() }.damage
        guard damage.isEmpty else {
            throw Violation(
                invariant: .soundLog, what: "replica \(replica.number): \(damage[0])")
        }
    }

    /// I4: the same conflicts, open and settled, as the hub lists for the same scopes.
    private func checkReports(of replica: SimulatedReplica) throws {
        let reports = { (one: SimulatedReplica, scopes: Set<Scope>) in
            try one.read(at: self.now) { replica in
                try replica.store.conflicts(onlyOpen: false).filter { scopes.contains($0.scope) }
                    .flatMap { try replica.reports($0, open: true, resolved: true) }
            }
        }
        let scopes = Set(try replica.read(at: now) { try $0.store.scopes() })
        guard try reports(replica, scopes) == reports(world.hub, scopes) else {
            throw Violation(
                invariant: .equalReports,
                what: "replica \(replica.number) reports other conflicts than the hub")
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

    /// I2: the values that stand in each field are those that no later write had seen, worked out from
    /// the log by comparing every write with every other.
    private static func checkSiblings(of hub: Replica) throws {
        for scope in try hub.store.scopes() where scope != .control && !scope.isPublished {
            var changes: [RecordID: [Change]] = [:]
            for feed in try hub.store.feeds(in: scope) {
                var cursor = FeedCursor(scope: scope, replica: feed.replica)
                for logged in try hub.store.entries(of: feed.number, from: 1, limit: 1_000_000) {
                    let opened = try cursor.open(SealedChange(logged.entry))
                    guard let change = try opened.change(in: scope) else { continue }
                    changes[change.record, default: []].append(change)
                }
            }
            for (id, writes) in changes.sorted(by: { $0.key < $1.key }) {
                try check(id, writes, in: scope, of: hub)
            }
        }
    }

    /// The writes that none of the others had seen.
    private static func standing(_ writes: [Change]) -> [Change] {
        writes.filter { write in !writes.contains { $0.context.contains(write.dot) } }
    }

    private static func check(
        _ id: RecordID, _ changes: [Change], in scope: Scope, of hub: Replica
    ) throws {
        guard let kind = changes.first.flatMap({ hub.kinds[$0.kind] }) else { return }
        let record = try hub.store.record(
            id, kindName: kind.name, kind: kind, site: scope.site ?? .hub, isPublished: false)
        let isGone = standing(changes).allSatisfy { $0.mutations.contains(.delete) }
        guard (record?.state.isDeleted ?? true) == isGone else {
            throw Violation(
                invariant: .nothingLost,
                what: "a \(kind.name) is \(isGone ? "shown" : "hidden") against what stands")
        }
        for field in kind.fields {
            let writes = changes.filter { change in
                change.mutations.contains {
                    if case .set(field.name, _) = $0 { true } else { false }
                }
            }
            let standing = standing(writes)
            let shown = record?.state.fields[field.name]?.register.siblings.map(\.stamp.dot) ?? []
            guard Set(shown) == Set(standing.map(\.dot)) else {
                throw Violation(
                    invariant: .nothingLost,
                    what: "\(kind.name).\(field.name) shows \(shown.count) values where"
                        + " \(standing.count) stand")
            }
            guard let record, [.choose, .latest].contains(field.merge),
                let last = standing.max(by: { $0.stamp < $1.stamp })
            else { continue }
            let value = last.mutations.compactMap { mutation -> Value? in
                if case .set(field.name, let value) = mutation { value } else { nil }
            }.last
            guard value == (record.state.shown(field, of: kind) ?? .null) else {
                throw Violation(
                    invariant: .nothingLost, what: "\(kind.name).\(field.name) shows another value")
            }
        }
    }
}
