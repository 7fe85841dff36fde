import CausalCore
import RecordModel
import ReplicaStore
import SyncProtocol

// Changes of a branch that does not count, written anew. Their author does it, or whoever else had
// taken them over: who comes second to the hub finds them there by what they say, and leaves it at
// that. So they are in the log once, whoever's disk is never seen again.
extension Replica {
    /// Whether changes of `scope` were taken out of the log that must come into it again.
    func isRewritingDue(in scope: Scope) throws -> Bool {
        try !store.quarantined(in: scope, reason: QuarantineReason.pending).isEmpty
    }

    /// Writes what was taken out of the log of `scope` anew: in order, with the same values, persons
    /// and times, in a feed of its own.
    func writeAnew(in scope: Scope) throws {
        let rows = try store.quarantined(in: scope, reason: QuarantineReason.pending)
        guard !rows.isEmpty else { return }
        guard permission(for: scope) == .write else {
            return try store.settleQuarantine(
                of: scope, from: QuarantineReason.pending, to: QuarantineReason.left)
        }
        let (tail, cuts) = try changes(of: rows, in: scope)
        var successors = try standing(tail, in: scope)
        if successors.count < tail.count, try ownFeed(in: scope).feed.seq > 0 {
            // A context says "all of a feed up to here": what else this device wrote, the people
            // behind these changes had not seen.
            try forgetOwnFeed(in: scope)
            try beginNextEpoch()
        }
        for change in tail where successors[change.dot] == nil {
            #if PLANTED_BUGS
                if PlantedBug.active == .losesTail { continue }
            #endif
            let written = try author(
                Edit(
                    kind: change.kind, record: change.record, scope: scope,
                    mutations: change.mutations,
                    context: seen(by: change, cuts: cuts, successors: successors),
                    actor: change.actor, reason: change.reason, recordedAt: change.recordedAt))
            successors[change.dot] = written.dot
        }
        try forgetOwnFeed(in: scope)
        try store.settleQuarantine(
            of: scope, from: QuarantineReason.pending, to: QuarantineReason.done)
    }

    /// What the person behind `change` had seen, by the names that count: what was cut only where
    /// it stands again and nothing else comes with its name.
    private func seen(
        by change: Change, cuts: [ReplicaID: UInt64], successors: [Dot: Dot]
    ) -> VersionVector {
        var context = change.context
        var again: [Dot] = []
        for (replica, first) in cuts where context[replica] >= first {
            again += (first...context[replica]).compactMap { successors[Dot(replica, $0)] }
            context[replica] = first - 1
        }
        for dot in again.sorted() where context[dot.replica] == dot.seq - 1 { context.insert(dot) }
        return context
    }

    /// The changes that `rows` keep, causes before effects, and where their feeds were cut.
    private func changes(
        of rows: [QuarantinedEntry], in scope: Scope
    ) throws -> ([Change], [ReplicaID: UInt64]) {
        var changes: [Change] = []
        var cuts: [ReplicaID: UInt64] = [:]
        var cursor: FeedCursor?
        for row in rows {
            cuts[row.replica] = min(cuts[row.replica] ?? row.seq, row.seq)
            if cursor?.replica != row.replica || cursor?.seq != row.seq - 1 {
                cursor = try store.feed(scope, row.replica).map { feed in
                    try cursorAfter(row.seq - 1, of: feed)
                }
            }
            guard let opened = try cursor?.open(SealedChange(row)) else { continue }
            if let change = try opened.change(in: scope) { changes.append(change) }
        }
        return (changes.sorted { $0.stamp < $1.stamp }, cuts)
    }

    /// Which of `tail` stand in the log again already, and under which names.
    private func standing(_ tail: [Change], in scope: Scope) throws -> [Dot: Dot] {
        var histories: [RecordKey: [Change]] = [:]
        var found: [Dot: Dot] = [:]
        for change in tail {
            let key = RecordKey(kind: change.kind, record: change.record)
            if histories[key] == nil {
                let record = try store.record(
                    change.record, kindName: change.kind, kind: kind(change.kind, in: scope),
                    site: scope.site ?? .hub, isPublished: scope.isPublished)
                histories[key] = try record.map { try history(of: $0).changes } ?? []
            }
            guard let place = histories[key]?.firstIndex(where: { $0.saysTheSame(as: change) })
            else { continue }
            found[change.dot] = histories[key]?.remove(at: place).dot
        }
        return found
    }
}

extension Change {
    /// Whether both are one save of one person, whatever their names.
    fileprivate func saysTheSame(as other: Change) -> Bool {
        record == other.record && mutations == other.mutations && recordedAt == other.recordedAt
            && actor == other.actor && reason == other.reason
    }
}

extension SealedChange {
    /// The change that the quarantine keeps as `row`.
    fileprivate init(_ row: QuarantinedEntry) {
        self.init(
            LogEntry(
                seq: row.seq, lamport: 0, hash: row.hash, header: row.header, body: row.body,
                digest: row.digest))
    }
}
