public import CausalCore

/// What changes had seen, and the signatures over them.
public protocol ContextStore {
    /// Keeps the context of the `seq`-th change of `feed`.
    ///
    /// Needed only where it differs from "the change before, and all that it had seen".
    func keep(_ context: VersionVector, of feed: Int64, at seq: UInt64) throws

    /// The context of the `seq`-th change of `feed`, whose author is `replica`.
    func context(of feed: Int64, _ replica: ReplicaID, at seq: UInt64) throws
        -> VersionVector

    /// The first change of `feed` before `end` with a context of its own for which `isMet` holds.
    func firstChange(
        of feed: Int64, before end: UInt64, where isMet: (VersionVector) -> Bool
    ) throws -> UInt64?

    /// Keeps the author's signature for `feed` up to `seq`.
    func keepCheckpoint(of feed: Int64, at seq: UInt64, signature: [UInt8]) throws

    /// The first checkpoint of `feed` at `seq` or later; nil where there is none.
    func checkpoint(of feed: Int64, from seq: UInt64) throws -> (
        seq: UInt64, signature: [UInt8]
    )?

    /// How far `feed` is covered by checkpoints; 0 for not at all.
    func lastCheckpoint(of feed: Int64) throws -> UInt64
}
