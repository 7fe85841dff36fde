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
        guard permission(for: edit.scope) == .write else {
            throw EngineError.notPermitted(edit.scope)
        }
        let own = try ownFeed(in: edit.scope)
        let context = edit.context ?? own.frontier
        let lamport = try nextLamport(after: own, context: edit.context)
        let change = Change(
            scope: edit.scope, dot: Dot(own.feed.replica, own.feed.seq + 1), lamport: lamport,
            context: context, record: edit.record, kind: edit.kind, mutations: edit.mutations,
            recordedAt: edit.recordedAt ?? surroundings.now, actor: edit.actor, reason: edit.reason,
            kindVersion: kinds[edit.kind]?.version ?? 0)
        var cursor = own.feed.cursor
        let isExpected = cursor.expects(context)
        let sealed = try cursor.seal(change, salt: surroundings.bytes(HashChain.saltBytes))
        own.feed.move(to: cursor)
        own.frontier.insert(change.dot)
        own.lamportMax = max(own.lamportMax, lamport)
        own.isMoved = true
        if !isExpected {
            try store.keep(context, of: own.feed.number, at: change.dot.seq)
        }
        let arrival = try store.append(
            sealed.entry(seq: cursor.seq, lamport: lamport, hash: cursor.hash),
            to: own.feed.number, previous: nil)
        let opened = OpenedChange(
            dot: change.dot, lamport: lamport, context: context, record: change.record,
            kind: change.kind, sealed: sealed)
        try merge(opened, in: change.scope, arrival: arrival) { change }
        return change
    }

    /// One more than the highest Lamport number among what the author had seen and written.
    ///
    /// Not "among what the replica holds": so every receiver can check it. Source:
    /// Protocol/1-causality, "Lamport numbers".
    private func nextLamport(after own: OwnFeed, context: VersionVector?) throws -> UInt64 {
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
