public import CausalCore

/// Small local numbers for replica ids, so that metadata on disk costs bytes rather than words.
public protocol ReplicaNumbers {
    /// The number of `replica`, given on first use.
    mutating func number(of replica: ReplicaID) throws -> UInt64
    /// The replica that has `number`; throws ``DamagedMetadata`` where none has.
    mutating func replica(numbered number: UInt64) throws -> ReplicaID
}
