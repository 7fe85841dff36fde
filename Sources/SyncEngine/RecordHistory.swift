public import CausalCore
public import RecordModel
public import ReplicaStore
import SyncProtocol

/// Every change of one record, in the order that picks what is shown; causes come before effects.
///
/// What a report says of the past is worked out from this alone, so that it is the same everywhere.
public struct RecordHistory: Sendable {
    /// The record.
    public let record: RecordID
    /// The name of its kind.
    public let kind: String
    /// The changes that are not erased, sorted by stamp.
    public let changes: [Change]

    /// The record's state as somebody saw it who had seen exactly `context`.
    public func state(at context: VersionVector) -> RecordState {
        var state = RecordState(id: record, kind: kind)
        for change in changes where context.contains(change.dot) { state.apply(change) }
        return state
    }

    /// The change called `dot`.
    public subscript(dot: Dot) -> Change? {
        changes.first { $0.dot == dot }
    }
}

extension Replica {
    /// The history of a stored record.
    public func history(of record: StoredRecord) throws -> RecordHistory {
        let scope = record.scope
        var feeds: [Int64: Feed] = [:]
        for feed in try store.feeds(in: scope) { feeds[feed.number] = feed }
        var changes: [Change] = []
        var next: Int64? = record.latest
        while let arrival = next {
            guard let logged = try store.entry(at: arrival), let feed = feeds[logged.feed] else {
                throw EngineError.damaged("change \(arrival)")
            }
            if let change = try change(logged, in: feed) { changes.append(change) }
            next = logged.previous
        }
        return RecordHistory(
            record: record.state.id, kind: record.state.kind,
            changes: changes.sorted { $0.stamp < $1.stamp })
    }

    /// The change that the log keeps as `logged`; nil once erased.
    func change(_ logged: LoggedEntry, in feed: Feed) throws -> Change? {
        try opened(logged, in: feed)?.change(in: feed.scope)
    }

    /// As ``change(_:in:)``, with its body still in its bytes.
    func opened(_ logged: LoggedEntry, in feed: Feed) throws -> OpenedChange? {
        // A removed body says nothing; its context is not worth the reading.
        guard logged.entry.body != nil else { return nil }
        let seq = logged.entry.seq
        return try opened(
            logged.entry, dot: Dot(feed.replica, seq),
            context: store.context(of: feed.number, feed.replica, at: seq))
    }

    /// The change that is kept as `entry`, in its bytes; nil once erased.
    func opened(_ entry: LogEntry, dot: Dot, context: VersionVector) throws -> OpenedChange? {
        let sealed = SealedChange(entry)
        guard case .body(let salted) = sealed.content else { return nil }
        // Only the distance to the change before is in the header; the log has the number itself.
        return OpenedChange(
            dot: dot, lamport: entry.lamport, context: context,
            record: try FeedCursor.record(in: entry.header),
            kind: try salted.withUnsafeBytes { try BodyOutline.read(salted: $0).kind },
            sealed: sealed)
    }
}

extension StoredRecord {
    /// Where the record is replicated; the registry's records belong to the hub's site.
    var scope: Scope {
        site == .hub ? .control : isPublished ? .published(site) : .site(site)
    }
}
