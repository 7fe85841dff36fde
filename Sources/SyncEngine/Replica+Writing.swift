public import CausalCore
public import RecordModel
import ReplicaStore
import SyncProtocol

/// One save as a person made it.
public struct Edit: Hashable, Sendable {
    /// The record's kind.
    public var kind: String
    /// The record.
    public var record: RecordID
    /// Where it is replicated.
    public var scope: Scope
    /// What changes.
    public var mutations: [Mutation]
    /// What the person had seen; nil for all that is held now.
    public var context: VersionVector?
    /// The person.
    public var actor: String
    /// Why.
    public var reason: String
    /// The author's clock, where it was read before; nil for now.
    public var recordedAt: Int64?

    /// Makes an edit of its parts.
    public init(
        kind: String, record: RecordID, scope: Scope, mutations: [Mutation],
        context: VersionVector? = nil, actor: String, reason: String = "",
        recordedAt: Int64? = nil
    ) {
        self.kind = kind
        self.record = record
        self.scope = scope
        self.mutations = mutations
        self.context = context
        self.actor = actor
        self.reason = reason
        self.recordedAt = recordedAt
    }
}

extension Replica {
    /// A new record id of this moment.
    public func newRecordID() -> RecordID {
        RecordID(
            millisecondsSince1970: surroundings.now,
            random: (surroundings.random(), surroundings.random()))
    }

    /// Writes one change at the end of the own feed and merges it. Durable once the caller commits.
    ///
    /// Values are not validated here: see ``save(_:)`` for what a person typed.
    @discardableResult
    public func write(_ edit: Edit) throws -> Change {
        let change = try author(edit)
        try publish(after: change)
        return change
    }

    /// Writes one change and nothing that follows from it.
    func author(_ edit: Edit) throws -> Change {
        let recordedAt = edit.recordedAt ?? surroundings.now
        let kindVersion = kinds[edit.kind]?.version ?? 0
        let body = try SealedBody(
            kind: edit.kind, kindVersion: kindVersion, mutations: edit.mutations,
            recordedAt: recordedAt, actor: edit.actor, reason: edit.reason,
            salt: surroundings.bytes(HashChain.saltBytes))
        let change = { (opened: OpenedChange) in
            Change(
                scope: edit.scope, dot: opened.dot, lamport: opened.lamport,
                context: opened.context, record: edit.record, kind: edit.kind,
                mutations: edit.mutations, recordedAt: recordedAt, actor: edit.actor,
                reason: edit.reason, kindVersion: kindVersion)
        }
        let opened = try append(
            body, record: edit.record, scope: edit.scope, context: edit.context, read: change)
        return change(opened)
    }

    /// Puts `body` at the end of the own feed and merges it; `context` is nil for all that is held now.
    ///
    /// `isRewritten` says that the body was in a branch before that was taken out of the log; `read` gives
    /// all that the change says where that is known without reading its bytes.
    @discardableResult
    func append(
        _ body: SealedBody, record: RecordID, scope: Scope, context: VersionVector?,
        isRewritten: Bool = false, read: (OpenedChange) -> Change? = { _ in nil }
    ) throws -> OpenedChange {
        guard permission(for: scope) == .write else { throw EngineError.notPermitted(scope) }
        guard try !isErased(record, in: scope) else { throw EngineError.erased(record.text) }
        let own = try ownFeed(in: scope)
        #if PLANTED_BUGS
            let context = PlantedBug.active == .forgetsForm ? nil : context
        #endif
        let seen = context ?? own.frontier
        let lamport = try nextLamport(after: own, context: context)
        var cursor = own.feed.cursor
        let isExpected = cursor.expects(seen)
        let sealed = try cursor.seal(
            body, record: record, lamport: lamport, context: seen, isRewritten: isRewritten)
        let opened = OpenedChange(
            dot: Dot(cursor.replica, cursor.seq), lamport: lamport, context: seen, record: record,
            kind: body.kind, isRewritten: isRewritten, sealed: sealed)
        own.feed.move(to: cursor)
        own.frontier.insert(opened.dot)
        own.lamportMax = max(own.lamportMax, lamport)
        own.isMoved = true
        if !isExpected { try store.keep(seen, of: own.feed.number, at: cursor.seq) }
        if scope == .control { authors = [:] }
        let previous = try merge(opened, in: scope, arrival: store.nextArrival()) { read(opened) }
        try store.append(
            sealed.entry(seq: cursor.seq, lamport: lamport, hash: cursor.hash),
            to: own.feed.number, previous: previous)
        return opened
    }

    /// One more than the highest Lamport number among what the author had seen and written.
    ///
    /// Not "among what the replica holds": so every receiver can check it. Source:
    /// Protocol/1-causality, "Lamport numbers".
    private func nextLamport(after own: OwnFeed, context: VersionVector?) throws -> UInt64 {
        #if PLANTED_BUGS
            if PlantedBug.active == .trustsClocks {
                return max(own.lamportMax + 1, UInt64(max(0, surroundings.now)) / 1_000)
            }
        #endif
        guard let context else { return own.lamportMax + 1 }
        return try max(own.feed.lamport, lamportMax(of: context, in: own.feed.scope)) + 1
    }

    /// The highest Lamport number among the changes that `context` holds of `scope`.
    func lamportMax(of context: VersionVector, in scope: Scope) throws -> UInt64 {
        var highest: UInt64 = 0
        for entry in context.entries {
            guard let feed = try store.feed(scope, entry.replica),
                let lamport = try store.lamport(of: feed.number, at: entry.seq)
            else { throw EngineError.badToken }
            highest = max(highest, lamport)
        }
        return highest
    }
}
