public import SyncProtocol

/// How many segments are merged in one transaction.
///
/// Each transaction waits for the disk once and writes each page that it touched once, which segments
/// should share; and what waits for it stands in memory, of which a first sync has 64 MiB. Transactions
/// of 1,000 changes made a first sync a third slower, as every one touches most pages of the indices
/// (measured with `zssync-bench run B`).
public enum SegmentBatch: Sendable {
    private static let changesMax = 2_000
    static let segmentsMax = 256

    /// Whether `segments` are enough for one transaction.
    public static func isFull(_ segments: [Segment]) -> Bool {
        segments.count >= segmentsMax
            || segments.reduce(0) { $0 + $1.changes.count } >= changesMax
            || segments.reduce(0) { $0 + $1.plainBytes } >= Limits.plainBytesMax
    }
}
