import SyncProtocol

/// Batches that were compressed once, as every replica of a city would compress them: the hub sends its
/// registry to each that joins, a sixth of the time of a large city.
final class KnownBatches {
    private var found: [[UInt8]: [UInt8]] = [:]
    private var bytes = 0
    private static let bytesMax = 64 << 20

    /// The compressed form of `plain`.
    func pack(_ plain: [UInt8], storing salts: Range<Int>) throws -> [UInt8] {
        if let known = found[plain] { return known }
        let packed = try Deflate.compress(plain, storing: salts)
        bytes += plain.count + packed.count
        if bytes >= Self.bytesMax { (found, bytes) = ([:], plain.count + packed.count) }
        found[plain] = packed
        return packed
    }
}
