public import CausalCore
public import RecordModel

/// One change whose sealed bytes were read and found to be well formed; what its body says is still
/// in its bytes.
public struct OpenedChange: Hashable, Sendable {
    /// The change's name.
    public let dot: Dot
    /// Its Lamport number.
    public let lamport: UInt64
    /// What its author had seen.
    public let context: VersionVector
    /// The record that changes.
    public let record: RecordID
    /// The name of the record's kind; nil once the body is erased.
    public let kind: String?
    /// Whether its body was in a branch before that was taken out of the log.
    public let isRewritten: Bool
    /// The bytes.
    public let sealed: SealedChange

    /// Makes an opened change of its parts.
    public init(
        dot: Dot, lamport: UInt64, context: VersionVector, record: RecordID, kind: String?,
        isRewritten: Bool, sealed: SealedChange
    ) {
        self.dot = dot
        self.lamport = lamport
        self.context = context
        self.record = record
        self.kind = kind
        self.isRewritten = isRewritten
        self.sealed = sealed
    }

    /// The same with the digest in the place of its body.
    public var erased: OpenedChange {
        OpenedChange(
            dot: dot, lamport: lamport, context: context, record: record, kind: nil,
            isRewritten: isRewritten,
            sealed: SealedChange(
                header: sealed.header, content: .erased(digest: sealed.bodyDigest)))
    }

    /// The change's place in the order that picks what is shown.
    public var stamp: Stamp { Stamp(lamport: lamport, dot: dot) }

    /// All that the change says, in `scope`; nil once erased.
    public func change(in scope: Scope) throws -> Change? {
        guard case .body(let salted) = sealed.content else { return nil }
        var mutations: [Mutation] = []
        let body = try salted.withUnsafeBytes { salted in
            try BodyOutline.read(salted: salted) { mutations.append($0.mutation) }
        }
        return Change(
            scope: scope, dot: dot, lamport: lamport, context: context, record: record,
            kind: body.kind, mutations: mutations, recordedAt: body.recordedAt, actor: body.actor,
            reason: body.reason, kindVersion: body.kindVersion, isRewritten: isRewritten)
    }
}
