public import SyncProtocol

/// How many segments are merged in one transaction.
///
/// Each transaction waits for the disk once, which small segments should share; and what waits for it
/// stands in memory, which large ones should not.
public enum SegmentBatch: Sendable {
    private static let changesMax = 1_000
    private static let segmentsMax = 64

    /// Whether `segments` are enough for one transaction.
    public static func isFull(_ segments: [Segment]) -> Bool {
        segments.count >= segmentsMax
            || segments.reduce(0) { $0 + $1.changes.count } >= changesMax
    }
}
