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
    /// What each change's save is known by; empty where none was written anew.
    private let saves: [Dot: SaveID]
    /// Whose replicas wrote them.
    private let devices: [ReplicaID: String]

    fileprivate init(
        record: RecordID, kind: String, _ opened: [OpenedChange], in scope: Scope,
        devices: [ReplicaID: String]
    ) throws {
        self.record = record
        self.kind = kind
        self.devices = devices
        changes = try opened.compactMap { try $0.change(in: scope) }.sorted { $0.stamp < $1.stamp }
        saves =
            opened.contains(where: \.isRewritten)
            ? Dictionary(opened.map { ($0.dot, $0.save) }) { first, _ in first } : [:]
    }

    /// The record's state, all changes merged.
    var state: RecordState { state(of: changes) }

    /// The record's state as somebody saw it who had seen exactly `context`.
    public func state(at context: VersionVector) -> RecordState {
        state(of: changes.filter { context.contains($0.dot) })
    }

    /// What `field` showed to somebody who had seen exactly `context`; nil for nothing.
    func shown(_ field: Field, of kind: Kind, at context: VersionVector) -> Value? {
        state(ofField: field.name, changes.filter { context.contains($0.dot) })
            .shown(field, of: kind)
    }

    /// The record's state, of which only the field called `name` counts.
    func state(ofField name: String) -> RecordState { state(ofField: name, changes) }

    private func state(ofField name: String, _ changes: [Change]) -> RecordState {
        var changes = changes
        // All else a change does to its record says nothing of one field.
        for index in changes.indices { changes[index].mutations.removeAll { $0.field != name } }
        return state(of: changes)
    }

    /// The device whose replica wrote a change of this record; empty for any other.
    func device(of replica: ReplicaID) -> String { devices[replica] ?? "" }

    private func state(of changes: [Change]) -> RecordState {
        var state = RecordState(id: record, kind: kind)
        let countsSaves = changes.contains { $0.isRewritten && $0.accumulates }
        for change in changes {
            if countsSaves, let save = saves[change.dot] {
                state.apply(change, as: save)
            } else {
                state.apply(change)
            }
        }
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
        try history(of: record, entries: entries(of: record))
    }

    /// The history of the record of one kind whose last change arrived as the one called `latest`.
    func history(
        of id: RecordID, kind: String, in scope: Scope, latest: Int64
    ) throws -> RecordHistory {
        var devices: [ReplicaID: String] = [:]
        let opened = try (source ?? self).openedEntries(entries(upTo: latest), of: kind, &devices)
        return try RecordHistory(record: id, kind: kind, opened, in: scope, devices: devices)
    }

    /// The history of which `entries` are left of a record's, with `change` behind them.
    func history(
        of record: StoredRecord, entries: [LoggedEntry], and change: OpenedChange? = nil
    ) throws -> RecordHistory {
        var devices: [ReplicaID: String] = [:]
        var opened = try (source ?? self).openedEntries(entries, of: record.state.kind, &devices)
        if let change { opened.append(change) }
        return try RecordHistory(
            record: record.state.id, kind: record.state.kind, opened, in: record.scope,
            devices: devices)
    }

    /// A record's entries, the last that arrived first.
    func entries(of record: StoredRecord) throws -> [LoggedEntry] {
        try entries(upTo: record.latest)
    }

    private func entries(upTo latest: Int64) throws -> [LoggedEntry] {
        var entries: [LoggedEntry] = []
        var next: Int64? = latest
        while let arrival = next {
            guard let logged = try (source ?? self).store.entry(at: arrival) else {
                throw EngineError.damaged("change \(arrival)")
            }
            entries.append(logged)
            next = logged.previous
        }
        return entries
    }

    /// The changes of one record. Its kind is known: reading it out of each body took a tenth of a report.
    private func openedEntries(
        _ entries: [LoggedEntry], of kind: String, _ devices: inout [ReplicaID: String]
    ) throws -> [OpenedChange] {
        try entries.compactMap { logged in
            guard let author = try store.author(ofFeed: logged.feed) else {
                throw EngineError.damaged("change \(logged.arrival)")
            }
            devices[author.replica] = author.device
            return try opened(logged, by: author.replica, of: kind)
        }
    }

    /// The change that the log keeps as `logged`; nil once erased.
    func change(_ logged: LoggedEntry, in feed: Feed) throws -> Change? {
        try opened(logged, by: feed.replica)?.change(in: feed.scope)
    }

    /// As ``change(_:in:)``, with its body still in its bytes, of a feed of `replica`.
    func opened(
        _ logged: LoggedEntry, by replica: ReplicaID, of kind: String? = nil
    ) throws -> OpenedChange? {
        // A removed body says nothing; its context is not worth the reading.
        guard logged.entry.body != nil else { return nil }
        let seq = logged.entry.seq
        return try opened(
            logged.entry, dot: Dot(replica, seq),
            context: store.context(of: logged.feed, replica, at: seq), kind: kind)
    }

    /// The change that is kept as `entry`, in its bytes; nil once erased.
    /// `kind` is that of its record, where that is known.
    func opened(
        _ entry: LogEntry, dot: Dot, context: VersionVector, kind: String? = nil
    ) throws -> OpenedChange? {
        let sealed = SealedChange(entry)
        guard case .body(let salted) = sealed.content else { return nil }
        // Only the distance to the change before is in the header; the log has the number itself.
        let header = try FeedCursor.outline(of: entry.header)
        return OpenedChange(
            dot: dot, lamport: entry.lamport, context: context, record: header.record,
            kind: try kind ?? salted.withUnsafeBytes { try BodyOutline.read(salted: $0).kind },
            isRewritten: header.isRewritten, sealed: sealed)
    }
}

extension OpenedChange {
    /// What its save is known by.
    var save: SaveID { SaveID(digest: sealed.bodyDigest) }
}

extension StoredRecord {
    /// Where the record is replicated; the registry's records belong to the hub's site.
    var scope: Scope {
        site == .hub ? .control : isPublished ? .published(site) : .site(site)
    }
}
