public import CausalCore
public import RecordModel

/// A place in a feed, from which the next change can be written or read.
///
/// Headers say only what differs from the change before, so both ends walk a feed in order.
/// Source: Protocol/1-causality, "Headers".
public struct FeedCursor: Hashable, Sendable {
    /// The feed's scope.
    public let scope: Scope
    /// The feed's author.
    public let replica: ReplicaID
    /// The last change passed; 0 before the first.
    public private(set) var seq: UInt64
    /// Its Lamport number; 0 before the first.
    public private(set) var lamport: UInt64
    /// Its chain hash; the genesis hash before the first.
    public private(set) var hash: HashBytes
    /// Its context.
    public private(set) var context: VersionVector

    /// The place before the first change.
    public init(scope: Scope, replica: ReplicaID) {
        self.init(
            scope: scope, replica: replica, seq: 0, lamport: 0,
            hash: HashChain.genesis(scope: scope, replica: replica), context: VersionVector())
    }

    /// The place after a change that is already held.
    public init(
        scope: Scope, replica: ReplicaID, seq: UInt64, lamport: UInt64, hash: HashBytes,
        context: VersionVector
    ) {
        self.scope = scope
        self.replica = replica
        self.seq = seq
        self.lamport = lamport
        self.hash = hash
        self.context = context
    }

    /// The context that the next header leaves out: all that the last one had seen, and itself.
    public var expectedContext: VersionVector {
        var expected = context
        expected[replica] = seq
        return expected
    }

    /// Whether `context` is the expected one: nothing new was seen since the feed's last change.
    public func expects(_ context: VersionVector) -> Bool {
        guard context[replica] == seq else { return false }
        // Compared where they lie, without building the expected one.
        let others = context.entries.lazy.filter { $0.replica != replica }
        return others.elementsEqual(self.context.entries.lazy.filter { $0.replica != replica })
    }

    /// Makes `body` the next change of this feed, of a person who had seen `context`, and moves past
    /// it. `isRewritten` says that the body was in a branch before that was taken out of the log.
    public mutating func seal(
        _ body: SealedBody, record: RecordID, lamport: UInt64, context: VersionVector,
        isRewritten: Bool = false
    ) throws -> SealedChange {
        precondition(lamport > self.lamport, "Lamport numbers grow along a feed")
        let header = ChangeHeader(
            record: record, lamportGap: lamport - self.lamport - 1,
            context: differences(to: context), isRewritten: isRewritten)
        let sealed = SealedChange(header: header.bytes, content: .body(salted: body.salted))
        guard sealed.byteCount <= Limits.changeBytesMax else {
            throw WireError.tooLarge(what: "change", limit: Limits.changeBytesMax)
        }
        pass(sealed, bodyDigest: body.digest, lamport: lamport, context: context)
        return sealed
    }

    /// Reads the next change of this feed and moves past it.
    ///
    /// Bounds, names and numbers are checked; the hash is computed, to be held against a checkpoint.
    public mutating func open(_ sealed: SealedChange) throws -> OpenedChange {
        guard sealed.byteCount <= Limits.changeBytesMax else {
            throw WireError.tooLarge(what: "change", limit: Limits.changeBytesMax)
        }
        if case .body(let salted) = sealed.content, salted.count > Limits.bodyBytesMax {
            throw WireError.tooLarge(what: "change body", limit: Limits.bodyBytesMax)
        }
        let header = try ChangeHeader(sealed.header)
        guard header.lamportGap < Limits.counterMax - lamport - 1 else {
            throw WireError.tooLarge(what: "Lamport number", limit: Int(Limits.counterMax))
        }
        let opened = OpenedChange(
            dot: Dot(replica, seq + 1), lamport: lamport + header.lamportGap + 1,
            context: try context(after: header.context), record: header.record,
            kind: try Self.kind(of: sealed), isRewritten: header.isRewritten, sealed: sealed)
        pass(
            sealed, bodyDigest: sealed.bodyDigest, lamport: opened.lamport, context: opened.context)
        return opened
    }

    /// The record that a header names, and whether it says that its body was rewritten.
    public static func outline(
        of header: [UInt8]
    ) throws -> (record: RecordID, isRewritten: Bool) {
        let header = try ChangeHeader(header)
        return (header.record, header.isRewritten)
    }

    /// Whether the author of the change with `header`, which is in the feed of `replica`, had seen something
    /// else of other feeds than when it made the change before.
    public static func saysOfOthers(_ header: [UInt8], in replica: ReplicaID) throws -> Bool {
        try ChangeHeader(header).context.contains { $0.replica != replica }
    }

    private mutating func pass(
        _ sealed: SealedChange, bodyDigest: HashBytes, lamport: UInt64, context: VersionVector
    ) {
        hash = HashChain.next(after: hash, header: sealed.header, bodyDigest: bodyDigest)
        seq += 1
        self.lamport = lamport
        self.context = context
    }

    private func differences(to next: VersionVector) -> [ChangeHeader.Position] {
        if expects(next) { return [] }
        let expected = expectedContext
        var replicas = next.entries.map(\.replica)
        replicas += expected.entries.map(\.replica).filter { next[$0] == 0 }
        return replicas.sorted().filter { next[$0] != expected[$0] }.map {
            ChangeHeader.Position(replica: $0, seq: next[$0])
        }
    }

    private func context(after differences: [ChangeHeader.Position]) throws -> VersionVector {
        var next = expectedContext
        var last: ReplicaID?
        for difference in differences {
            let id = difference.replica
            guard difference.seq < Limits.counterMax, last.map({ $0 < id }) ?? true else {
                throw WireError.malformed("context")
            }
            // A change cannot have seen itself or what follows it.
            guard id != replica || difference.seq <= seq else {
                throw WireError.malformed("context")
            }
            last = id
            next[id] = difference.seq
        }
        guard next.entries.count <= Limits.replicasMax else {
            throw WireError.tooLarge(what: "context", limit: Limits.replicasMax)
        }
        return next
    }

    /// Walks through the body, so that what is wrong with it shows before anything is stored.
    private static func kind(of sealed: SealedChange) throws -> String? {
        guard case .body(let salted) = sealed.content else { return nil }
        return try salted.withUnsafeBytes { try BodyOutline.read(salted: $0).kind }
    }
}
