/// The name of one change: the `seq`-th of the feed that `replica` writes in a scope.
///
/// `seq` counts from 1 without a gap. Source: Protocol/1-causality, "Dots".
public struct Dot: Hashable, Comparable, Sendable {
    /// The replica that wrote the change.
    public let replica: ReplicaID
    /// The change's place in its feed, from 1.
    public let seq: UInt64

    /// Makes the dot of the `seq`-th change of `replica`.
    public init(_ replica: ReplicaID, _ seq: UInt64) {
        self.replica = replica
        self.seq = seq
    }

    /// The size of a dot, in bytes.
    public static let byteCount = ReplicaID.byteCount + 8

    /// Reads a dot from exactly 24 bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount,
            let replica = ReplicaID(bytes.prefix(ReplicaID.byteCount))
        else { return nil }
        self.init(replica, bytes.dropFirst(ReplicaID.byteCount).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// Appends the replica's sixteen bytes and `seq` in eight, most significant first.
    public func append(to bytes: inout [UInt8]) {
        replica.append(to: &bytes)
        withUnsafeBytes(of: seq.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Orders dots by replica, then by place in the feed.
    public static func < (left: Self, right: Self) -> Bool {
        left.replica != right.replica ? left.replica < right.replica : left.seq < right.seq
    }
}

/// A dot with its Lamport number: the total order that picks what is *shown* while people have not
/// decided. It never decides what is kept.
public struct Stamp: Hashable, Comparable, Sendable {
    /// One more than the highest number that the author's replica held in the scope.
    public let lamport: UInt64
    /// The change.
    public let dot: Dot

    /// Makes the stamp of `dot`.
    public init(lamport: UInt64, dot: Dot) {
        self.lamport = lamport
        self.dot = dot
    }

    /// Orders stamps by Lamport number, then by dot.
    public static func < (left: Self, right: Self) -> Bool {
        left.lamport != right.lamport ? left.lamport < right.lamport : left.dot < right.dot
    }
}
