import CausalCore
import RecordModel
public import ReplicaStore
import SyncProtocol

// Changes of a branch that does not count, written anew. Their author does it, or whoever else had
// taken them over: who comes second to the hub finds them there by what they say, and leaves it at
// that. So they are in the log once, whoever's disk is never seen again.
extension Replica {
    /// Writes anew what was taken out of the log, after the hub has said all that it holds: an answer that
    /// was asked for after `differences.cut` came whole, but for feeds of the scopes `refused`. Adds what
    /// was written to what is to be pushed.
    ///
    /// Where more was taken out since, what the hub had sent before may have gone with it, and it must be
    /// asked once more; where a feed was refused, it may hold what somebody else has written anew. There it
    /// waits: or that would be taken for lost, and written a second time.
    func writeAnew(in differences: inout Differences, refused: Set<Scope> = []) throws {
        guard try waitingCount() > 0 else { return }
        for scope in try store.scopes() {
            let rows = try store.quarantined(in: scope, reason: QuarantineReason.pending)
            guard !rows.isEmpty else { continue }
            if rows.contains(where: { $0.cut > differences.cut }) {
                differences.toFetch.append(try heads(of: scope))
            } else if !refused.contains(scope) {
                // The hub holds all of that by now, if it does not hold more.
                if !differences.toPush.contains(where: { $0.scope == scope }) {
                    differences.toPush.append(try heads(of: scope))
                }
                try writeAnew(rows, in: scope)
            }
        }
    }

    /// How many changes were taken out of the log and wait to be written anew.
    public func waitingCount() throws -> Int {
        try store.quarantinedCount(reason: QuarantineReason.pending)
    }

    /// What was taken out of the log and waits to be written anew.
    public func entriesAside() throws -> [LogEntry] {
        try store.scopes().flatMap { scope in
            try store.quarantined(in: scope, reason: QuarantineReason.pending).map(\.entry)
        }
    }

    /// Writes what was taken out of the log of `scope` anew: in order, with the same values, persons
    /// and times, in a feed of its own.
    private func writeAnew(_ rows: [QuarantinedEntry], in scope: Scope) throws {
        guard permission(for: scope) == .write else {
            return try store.settleQuarantine(
                of: scope, from: QuarantineReason.pending, to: QuarantineReason.left)
        }
        let tail = try displaced(rows, in: scope)
        var successors = try standing(tail, in: scope)
        if successors.count < tail.count, try ownFeed(in: scope).feed.seq > 0 {
            // A context says "all of a feed up to here": what else this device wrote, the people
            // behind these changes had not seen.
            try forgetOwnFeed(in: scope)
            try beginNextEpoch()
        }
        let cuts = Self.cuts(of: rows)
        for old in tail where successors[old.name] == nil {
            #if PLANTED_BUGS
                if PlantedBug.active == .losesTail { continue }
            #endif
            let change = old.change
            let written = try author(
                Edit(
                    kind: change.kind, record: change.record, scope: scope,
                    mutations: change.mutations,
                    context: seen(by: old, cuts: cuts, successors: successors),
                    actor: change.actor, reason: change.reason, recordedAt: change.recordedAt))
            successors[old.name] = written.dot
        }
        try forgetOwnFeed(in: scope)
        try store.settleQuarantine(
            of: scope, from: QuarantineReason.pending, to: QuarantineReason.done)
    }

    /// What the person behind `old` had seen, by the names that count: what was cut only where it
    /// stands again and nothing else comes with its name.
    ///
    /// A name in its context means what stood in the log when it was cut: the change that went with
    /// the same cut, or with the first later one that took that part of the feed.
    private func seen(
        by old: DisplacedChange, cuts: [Cut], successors: [DisplacedName: Dot]
    ) -> VersionVector {
        var context = old.change.context
        var again: [Dot] = []
        for cut in cuts where cut.number >= old.name.cut {
            for (replica, first) in cut.firsts where context[replica] >= first {
                again += (first...context[replica]).compactMap {
                    successors[DisplacedName(cut: cut.number, dot: Dot(replica, $0))]
                }
                context[replica] = first - 1
            }
        }
        for dot in again.sorted() where context[dot.replica] == dot.seq - 1 { context.insert(dot) }
        return context
    }

    /// One taking of branches out of the log, and where it cut their feeds.
    private struct Cut {
        let number: Int64
        var firsts: [ReplicaID: UInt64] = [:]
    }

    /// The cuts that took `rows`, in the order of taking.
    private static func cuts(of rows: [QuarantinedEntry]) -> [Cut] {
        var cuts: [Cut] = []
        for row in rows {
            if cuts.last?.number != row.cut { cuts.append(Cut(number: row.cut)) }
            let seq = row.entry.seq
            cuts[cuts.count - 1].firsts[row.replica, default: seq] = min(
                cuts[cuts.count - 1].firsts[row.replica, default: seq], seq)
        }
        return cuts
    }

    /// The changes that `rows` keep, causes before effects; without the erased ones.
    private func displaced(
        _ rows: [QuarantinedEntry], in scope: Scope
    ) throws -> [DisplacedChange] {
        try rows.compactMap { row in
            let dot = Dot(row.replica, row.entry.seq)
            return try opened(row.entry, dot: dot, context: row.context)?.change(in: scope).map {
                DisplacedChange(name: DisplacedName(cut: row.cut, dot: dot), change: $0)
            }
        }.sorted { ($0.change.stamp, $0.name.cut) < ($1.change.stamp, $1.name.cut) }
    }

    /// Which of `tail` stand in the log again already, and under which names.
    private func standing(
        _ tail: [DisplacedChange], in scope: Scope
    ) throws -> [DisplacedName: Dot] {
        var histories: [RecordKey: [Change]] = [:]
        var found: [DisplacedName: Dot] = [:]
        for old in tail {
            let change = old.change
            let key = RecordKey(kind: change.kind, record: change.record)
            if histories[key] == nil {
                let record = try store.record(
                    change.record, kindName: change.kind, kind: kind(change.kind, in: scope),
                    site: scope.site ?? .hub, isPublished: scope.isPublished)
                histories[key] = try record.map { try history(of: $0).changes } ?? []
            }
            guard let place = histories[key]?.firstIndex(where: { $0.saysTheSame(as: change) })
            else { continue }
            found[old.name] = histories[key]?.remove(at: place).dot
        }
        return found
    }
}

/// The name of a change that was taken out of the log: its dot alone may be that of others, too.
private struct DisplacedName: Hashable {
    let cut: Int64
    let dot: Dot
}

/// A change that was taken out of the log.
private struct DisplacedChange {
    let name: DisplacedName
    let change: Change
}

extension Change {
    /// Whether both are one save of one person, whatever their names.
    fileprivate func saysTheSame(as other: Change) -> Bool {
        record == other.record && mutations == other.mutations && recordedAt == other.recordedAt
            && actor == other.actor && reason == other.reason
    }
}
