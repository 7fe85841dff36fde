public import CausalCore
public import RecordModel

/// One change as read from its sealed bytes; without a body where that was erased.
public struct OpenedChange: Hashable, Sendable {
    /// What may be erased.
    public struct Body: Hashable, Sendable {
        /// The name of the record's kind.
        public let kind: String
        /// The version of the kind's definition that the author had.
        public let kindVersion: Int
        /// The author's wall clock, milliseconds since 1970.
        public let recordedAt: Int64
        /// The person who saved.
        public let actor: String
        /// Why.
        public let reason: String
        /// What changes.
        public let mutations: [Mutation]
    }

    /// The change's name.
    public let dot: Dot
    /// Its Lamport number.
    public let lamport: UInt64
    /// What its author had seen.
    public let context: VersionVector
    /// The record that changes.
    public let record: RecordID
    /// What it says; nil once erased.
    public let body: Body?

    /// The change in `scope`; nil once erased.
    public func change(in scope: Scope) -> Change? {
        body.map { body in
            Change(
                scope: scope, dot: dot, lamport: lamport, context: context, record: record,
                kind: body.kind, mutations: body.mutations, recordedAt: body.recordedAt,
                actor: body.actor, reason: body.reason, kindVersion: body.kindVersion)
        }
    }
}
