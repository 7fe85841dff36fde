import CausalCore
public import RecordModel
public import SyncProtocol

// Whole changes, as tests make them up; the program encodes a body before it knows its place.
extension SealedBody {
    /// Encodes the body of `change`.
    public init(_ change: Change, salt: [UInt8]) throws {
        try self.init(
            kind: change.kind, kindVersion: change.kindVersion, mutations: change.mutations,
            recordedAt: change.recordedAt, actor: change.actor, reason: change.reason, salt: salt)
    }
}

extension FeedCursor {
    /// Encodes `change`, which must be the next of this feed, and moves past it.
    public mutating func seal(_ change: Change, salt: [UInt8]) throws -> SealedChange {
        precondition(
            change.dot.replica == replica && change.dot.seq == seq + 1, "a feed has no gaps")
        return try seal(
            SealedBody(change, salt: salt), record: change.record, lamport: change.lamport,
            context: change.context)
    }
}
