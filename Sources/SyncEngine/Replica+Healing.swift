import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncProtocol

/// What was mended after this device's disk had been rolled back or copied.
public struct Healing: Hashable, Sendable {
    /// Own changes that came back from the peer.
    public let recovered: Int
    /// Own changes that were written anew, as the peer holds others under their names.
    public let rewritten: Int
    /// The epoch that the device writes in from now on.
    public let epoch: UInt64
}

extension Replica {
    /// Takes the own feed as a peer holds it, and goes on in the next epoch.
    ///
    /// With a branch, what was written here after the rollback stands under names that others know
    /// for something else. It is put in quarantine and written anew: in order, with the same contexts,
    /// values, persons and times, as changes of the new epoch. Nothing is lost on either side.
    func heal(_ segment: Segment, opened: [OpenedEntry], branchAt: UInt64?) throws -> Healing {
        let isCurrent = segment.epoch == (try epoch())
        var tail: [Change] = []
        if let branchAt {
            guard !opened.isEmpty else {
                // Only the sender's later part came; the next session asks from where both agreed.
                throw WireError.brokenChain(seq: branchAt)
            }
            tail = try quarantine(segment, from: branchAt)
        }
        try append(opened, of: segment)
        if isCurrent { try beginNextEpoch() }
        try rewrite(tail, of: segment)
        let healing = Healing(
            recovered: opened.count, rewritten: tail.count, epoch: try epoch())
        if isCurrent || branchAt != nil {
            try store.notice(
                "rollback",
                detail: "scope \(segment.scope), recovered \(healing.recovered),"
                    + " rewritten \(healing.rewritten), epoch \(healing.epoch)",
                at: surroundings.now)
        }
        return healing
    }

    /// The lowest epoch in which nobody is known to have written.
    private func beginNextEpoch() throws {
        let used = try store.feeds(ofDevice: identity.device.text).map(\.epoch).max() ?? 0
        for scope in ownFeeds.keys.sorted() { try forgetOwnFeed(in: scope) }
        try store.set("epoch", to: String(max(used, try epoch()) + 1))
    }

    /// Takes the own changes from `first` on out of the log and keeps them aside.
    private func quarantine(_ segment: Segment, from first: UInt64) throws -> [Change] {
        guard var feed = try store.feed(segment.scope, segment.replica) else { return [] }
        let entries = try store.entries(
            of: feed.number, from: first, limit: Int(feed.seq - first + 1))
        var tail: [Change] = []
        var keys: Set<RecordKey> = []
        for logged in entries {
            guard let change = try change(logged, in: feed) else { continue }
            tail.append(change)
            keys.insert(RecordKey(kind: change.kind, record: change.record))
        }
        var histories: [(StoredRecord, [LoggedEntry])] = []
        for key in keys.sorted() {
            guard
                let record = try store.record(
                    key.record, kindName: key.kind, kind: kind(key.kind, in: segment.scope),
                    site: segment.scope.site ?? .hub, isPublished: segment.scope.isPublished)
            else { continue }
            histories.append((record, try arrivals(of: record)))
        }
        let cut = Set(entries.map(\.arrival))
        for logged in entries {
            try store.quarantine(
                logged.entry, scope: segment.scope, replica: segment.replica, reason: "rollback")
        }
        try store.cut(feed.number, from: first)
        feed.move(to: try cursorAfter(first - 1, of: feed))
        try store.save(feed)
        for (record, arrivals) in histories {
            try rebuild(record, from: arrivals.filter { !cut.contains($0.arrival) })
        }
        return tail
    }

    private func cursorAfter(_ seq: UInt64, of feed: Feed) throws -> FeedCursor {
        guard seq > 0 else { return FeedCursor(scope: feed.scope, replica: feed.replica) }
        return FeedCursor(
            scope: feed.scope, replica: feed.replica, seq: seq,
            lamport: try store.lamport(of: feed.number, at: seq) ?? 0,
            hash: try store.hash(of: feed.number, at: seq) ?? [],
            context: try store.context(of: feed.number, feed.replica, at: seq))
    }

    /// A record's entries in order of arrival.
    private func arrivals(of record: StoredRecord) throws -> [LoggedEntry] {
        var entries: [LoggedEntry] = []
        var next: Int64? = record.latest
        while let arrival = next, let logged = try store.entry(at: arrival) {
            entries.append(logged)
            next = logged.previous
        }
        return entries.reversed()
    }

    /// Merges a record anew from what is left of its log.
    private func rebuild(_ record: StoredRecord, from entries: [LoggedEntry]) throws {
        let kind = kind(record.state.kind, in: record.scope)
        try store.forget(record, kind: kind)
        try store.replace(digest(of: record.state), with: nil, in: record.scope)
        var previous: Int64?
        let feeds = try store.feeds(in: record.scope)
        for logged in entries {
            try store.link(logged.arrival, previous: previous)
            previous = logged.arrival
        }
        var state = RecordState(id: record.state.id, kind: record.state.kind)
        let changes = try entries.compactMap { logged in
            try feeds.first { $0.number == logged.feed }.flatMap { try change(logged, in: $0) }
        }
        for change in changes.sorted(by: { $0.stamp < $1.stamp }) { state.apply(change) }
        guard let previous, state.updated != nil else {
            try store.removeConflicts(of: record.state.id, in: record.scope)
            return
        }
        let rebuilt = StoredRecord(
            state: state, site: record.site, isPublished: record.isPublished, latest: previous)
        try store.save(rebuilt, kind: kind, was: nil)
        try store.replace(nil, with: digest(of: state), in: record.scope)
        if let kind { try settleAnew(rebuilt, was: record, kind: kind) }
    }

    /// Writes quarantined changes anew in the current epoch.
    private func rewrite(_ tail: [Change], of segment: Segment) throws {
        guard let first = tail.first?.dot.seq else { return }
        let replica = try replicaID()
        let start = try ownFeed(in: segment.scope).feed.seq
        for change in tail {
            var context = change.context
            if context[segment.replica] >= first {
                // The names that the person had seen now mean the other branch: what was meant are
                // the changes written anew so far.
                let seen = context[segment.replica] - first + 1
                context[segment.replica] = first - 1
                context[replica] = start + seen
            }
            _ = try author(
                Edit(
                    kind: change.kind, record: change.record, scope: change.scope,
                    mutations: change.mutations, context: context, actor: change.actor,
                    reason: change.reason, recordedAt: change.recordedAt))
        }
    }
}

/// One record within a scope.
private struct RecordKey: Hashable, Comparable {
    let kind: String
    let record: RecordID

    static func < (left: Self, right: Self) -> Bool {
        (left.kind, left.record) < (right.kind, right.record)
    }
}
