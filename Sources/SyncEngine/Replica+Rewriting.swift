import CausalCore
import RecordModel
public import ReplicaStore
import SyncProtocol

// Changes of a branch that does not count, written anew. Their author does it, or whoever else had
// taken them over: who comes second to the hub finds their bodies there, and leaves it at that. So they
// are in the log once, whoever's disk is never seen again; and where two write one of them anew before
// either could know, it counts once all the same: see ``RecordState/apply(_:as:)``.
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

    /// As ``writeAnew(in:refused:)``, where the hub itself took something out: it has nobody to ask.
    func writeAnewAtHub(in scope: Scope) throws {
        try writeAnew(store.quarantined(in: scope, reason: QuarantineReason.pending), in: scope)
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

    /// Writes what was taken out of the log of `scope` anew: in order, body for body, in a feed of its own.
    private func writeAnew(_ rows: [QuarantinedEntry], in scope: Scope) throws {
        guard permission(for: scope) == .write else {
            return try store.settleQuarantine(
                of: scope, from: QuarantineReason.pending, to: QuarantineReason.left)
        }
        // What does not count of a device that is revoked stays aside: nobody speaks for it.
        let tail = try displaced(rows.filter { try counts($0, in: scope) }, in: scope)
        var standing = try standing(tail, in: scope)
        var successors: [DisplacedName: Dot] = [:]
        for old in tail { successors[old.name] = standing[old.save] }
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
            // Two branches can have held one save, where that was written anew before.
            if standing[old.save] == nil {
                standing[old.save] = try append(
                    old.body, record: old.save.record, scope: scope,
                    context: seen(by: old, cuts: cuts, successors: successors), isRewritten: true
                ).dot
            }
            successors[old.name] = standing[old.save]
        }
        try forgetOwnFeed(in: scope)
        try store.settleQuarantine(
            of: scope, from: QuarantineReason.pending, to: QuarantineReason.done)
    }

    private func counts(_ row: QuarantinedEntry, in scope: Scope) throws -> Bool {
        guard let feed = try store.feed(scope, row.replica) else { return true }
        return try author(feed.device)?.counts(row.replica, row.entry.seq, in: scope) ?? true
    }

    /// What the person behind `old` had seen, by the names that count: what was cut only where it
    /// stands again and nothing else comes with its name.
    ///
    /// A name in its context means what stood in the log when it was cut: the change that went with
    /// the same cut, or with the first later one that took that part of the feed.
    private func seen(
        by old: DisplacedChange, cuts: [Cut], successors: [DisplacedName: Dot]
    ) -> VersionVector {
        var context = old.context
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
            guard let opened = try opened(row.entry, dot: dot, context: row.context),
                let kind = opened.kind, case .body(let salted) = opened.sealed.content
            else { return nil }
            return DisplacedChange(
                name: DisplacedName(cut: row.cut, dot: dot), record: opened.record,
                lamport: opened.lamport, context: opened.context,
                body: SealedBody(kind: kind, salted: salted))
        }.sorted { ($0.stamp, $0.name.cut) < ($1.stamp, $1.name.cut) }
    }

    /// The saves that the log holds of the records of `tail`, and under which names.
    private func standing(
        _ tail: [DisplacedChange], in scope: Scope
    ) throws -> [Save: Dot] {
        let keys = Set(tail.map { RecordKey(kind: $0.body.kind, record: $0.record) })
        var found: [Save: Dot] = [:]
        for key in keys.sorted() {
            let record = try store.record(
                key.record, kindName: key.kind, kind: kind(key.kind, in: scope),
                site: scope.site ?? .hub, isPublished: scope.isPublished)
            for logged in try record.map(entries) ?? [] {
                guard let author = try store.author(ofFeed: logged.feed) else {
                    throw EngineError.damaged("change \(logged.arrival)")
                }
                let digest = SealedChange(logged.entry).bodyDigest
                let save = Save(record: key.record, id: SaveID(digest: digest))
                let dot = Dot(author.replica, logged.entry.seq)
                found[save] = min(found[save] ?? dot, dot)
            }
        }
        return found
    }
}

/// One save of one record.
private struct Save: Hashable {
    let record: RecordID
    let id: SaveID
}

/// The name of a change that was taken out of the log: its dot alone may be that of others, too.
private struct DisplacedName: Hashable {
    let cut: Int64
    let dot: Dot
}

/// A change that was taken out of the log.
private struct DisplacedChange {
    let name: DisplacedName
    let record: RecordID
    let lamport: UInt64
    let context: VersionVector
    let body: SealedBody

    var stamp: Stamp { Stamp(lamport: lamport, dot: name.dot) }
    var save: Save { Save(record: record, id: SaveID(digest: body.digest)) }
}
