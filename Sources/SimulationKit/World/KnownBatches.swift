import SyncProtocol

/// Batches that were compressed once, as every replica of a city would compress them: the hub sends its
/// registry to each that joins, a sixth of the time of a large city.
final class KnownBatches {
    private var found: [[SealedChange]: PackedBatch] = [:]
    private var bytes = 0
    private static let bytesMax = 64 << 20

    /// What `changes` come to.
    func pack(_ changes: [SealedChange]) throws -> PackedBatch {
        if let known = found[changes] { return known }
        let packed = try PackedBatch(changes)
        let count = packed.plainCount + packed.bytes.count
        bytes += count
        if bytes >= Self.bytesMax { (found, bytes) = ([:], count) }
        found[changes] = packed
        return packed
    }
}
