/// A counter that sums increments and decrements, each counted exactly once by its dot.
///
/// Feeds deliver each dot once and in order, so the sum is the whole state. Sums wrap at 64 bits on
/// every replica alike, so that a hostile increment cannot make replicas differ or trap.
/// Source: Protocol/1-causality, "Counters".
public struct Counter: Hashable, Sendable {
    /// The sum so far.
    public private(set) var total: Int64

    /// A counter that stands at `total`.
    public init(total: Int64 = 0) {
        self.total = total
    }

    /// Adds `amount`, which may be negative.
    public mutating func increment(by amount: Int64) {
        total &+= amount
    }
}
