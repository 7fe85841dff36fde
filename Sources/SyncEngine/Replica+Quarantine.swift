import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncProtocol

// Taking a branch out of the log. What is left is what it would be had the branch never come.
extension Replica {
    /// Where feeds of `scope` must be cut to take the changes of `replica` from `first` on out of it:
    /// whoever had seen one of them goes too, or contexts would name what is not held.
    func cuts(
        of replica: ReplicaID, from first: UInt64, in scope: Scope
    ) throws -> [ReplicaID: UInt64] {
        var cuts = [replica: first]
        let feeds = try store.feeds(in: scope)
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for feed in feeds {
                let standing = cuts[feed.replica] ?? feed.seq + 1
                let found = try store.firstChange(of: feed.number, before: standing) { context in
                    cuts.contains { context[$0.key] >= $0.value }
                }
                guard let found else { continue }
                cuts[feed.replica] = found
                isGrowing = true
            }
        }
        return cuts
    }

    /// Takes the changes from `cuts` on out of the log and keeps them aside; returns which records that
    /// has changed, and how many of the changes are this device's own.
    func quarantine(
        _ cuts: [ReplicaID: UInt64], in scope: Scope
    ) throws -> (records: Set<RecordKey>, ownCount: Int) {
        var ownCount = 0
        var gone: Set<Int64> = []
        var keys: Set<RecordKey> = []
        let feeds = try store.feeds(in: scope).filter { cuts[$0.replica] != nil }
        let cut = try store.lastCut() + 1
        for feed in feeds {
            let first = cuts[feed.replica] ?? 1
            guard first <= feed.seq else { continue }
            let entries = try store.entries(
                of: feed.number, from: first, limit: Int(feed.seq - first + 1))
            for logged in entries {
                gone.insert(logged.arrival)
                try store.quarantine(
                    QuarantinedEntry(
                        cut: cut, replica: feed.replica, entry: logged.entry,
                        context: try store.context(
                            of: feed.number, feed.replica, at: logged.entry.seq)),
                    scope: scope, reason: QuarantineReason.pending)
                guard let change = try change(logged, in: feed) else { continue }
                keys.insert(RecordKey(kind: change.kind, record: change.record))
                if feed.device == identity.device.text { ownCount += 1 }
            }
        }
        var histories: [(StoredRecord, [LoggedEntry])] = []
        for key in keys.sorted() {
            guard
                let record = try store.record(
                    key.record, kindName: key.kind, kind: kind(key.kind, in: scope),
                    site: scope.site ?? .hub, isPublished: scope.isPublished)
            else { continue }
            histories.append((record, try entries(of: record).reversed()))
        }
        for var feed in feeds {
            let first = cuts[feed.replica] ?? 1
            guard first <= feed.seq else { continue }
            try store.cut(feed.number, from: first)
            feed.move(to: try cursorAfter(first - 1, of: feed))
            try store.save(feed)
        }
        for (record, arrivals) in histories {
            try rebuild(record, from: arrivals.filter { !gone.contains($0.arrival) })
        }
        return (keys, ownCount)
    }

    func cursorAfter(_ seq: UInt64, of feed: Feed) throws -> FeedCursor {
        guard seq > 0 else { return FeedCursor(scope: feed.scope, replica: feed.replica) }
        return FeedCursor(
            scope: feed.scope, replica: feed.replica, seq: seq,
            lamport: try store.lamport(of: feed.number, at: seq) ?? 0,
            hash: try store.hash(of: feed.number, at: seq) ?? [],
            context: try store.context(of: feed.number, feed.replica, at: seq))
    }

    /// Merges a record anew from what is left of its log, in order of arrival.
    private func rebuild(_ record: StoredRecord, from entries: [LoggedEntry]) throws {
        let scope = record.scope
        let kind = kind(record.state.kind, in: scope)
        try store.forget(record, kind: kind)
        try store.replace(digest(of: record.state), with: nil, in: scope)
        var previous: Int64?
        for logged in entries {
            try store.link(logged.arrival, previous: previous)
            previous = logged.arrival
        }
        let state = try history(of: record, entries: entries).state
        guard let previous, state.updated != nil else {
            try store.removeConflicts(of: record.state.id, in: scope)
            if let kind {
                try compareOthers(after: record, kind: kind)
            }
            return
        }
        let rebuilt = StoredRecord(
            state: state, site: record.site, isPublished: record.isPublished, latest: previous)
        try store.save(rebuilt, kind: kind, was: nil)
        try store.replace(nil, with: digest(of: state), in: scope)
        if let kind { try settleAnew(rebuilt, was: record, kind: kind) }
    }
}

/// What became of changes that were taken out of the log.
enum QuarantineReason {
    /// They are to be written anew, once the hub has said all that it holds.
    static let pending = "pending"
    /// They are in the log again, under other names.
    static let done = "written anew"
    /// This device may not write them; somebody else does.
    static let left = "fork"
}

/// One record within a scope.
struct RecordKey: Hashable, Comparable {
    let kind: String
    let record: RecordID

    static func < (left: Self, right: Self) -> Bool {
        (left.kind, left.record) < (right.kind, right.record)
    }
}
