/// A multi-value register: what was written and has not been superseded by a write that had seen it.
///
/// One sibling is a settled field; several with different values are a conflict that waits for a
/// person. No clock takes part. Source: Protocol/1-causality, "Registers".
///
/// Inlinable, so that other modules get a register of their own values instead of one that looks up
/// their types as it runs: that was a tenth of an edit (measured with `zssync-bench run U`).
@frozen
public struct Register<Value: Hashable & Sendable>: Hashable, Sendable {
    /// One write that nobody has superseded.
    @frozen
    public struct Sibling: Hashable, Sendable {
        /// The change that wrote it.
        public let stamp: Stamp
        /// What it wrote.
        public let value: Value

        /// Makes the sibling that `stamp` wrote.
        @inlinable
        public init(stamp: Stamp, value: Value) {
            self.stamp = stamp
            self.value = value
        }
    }

    @usableFromInline var sorted: [Sibling]

    /// The siblings, sorted by stamp.
    @inlinable
    public var siblings: [Sibling] { sorted }

    /// A register with `siblings`, in any order; none means that it was never written.
    @inlinable
    public init(siblings: [Sibling] = []) {
        sorted = siblings.count < 2 ? siblings : siblings.sorted { $0.stamp < $1.stamp }
    }

    /// Writes `value`, superseding exactly what `context` holds and what the same change wrote.
    @inlinable
    public mutating func write(_ value: Value, at stamp: Stamp, context: VersionVector) {
        sorted.removeAll { $0.stamp == stamp || context.contains($0.stamp.dot) }
        let place = sorted.firstIndex { stamp < $0.stamp } ?? sorted.endIndex
        sorted.insert(Sibling(stamp: stamp, value: value), at: place)
    }

    /// The sibling with the highest stamp: what is shown where the merge says nothing else.
    @inlinable
    public var latest: Sibling? { siblings.last }

    /// Whether siblings differ in value.
    @inlinable
    public var isContested: Bool {
        guard let first = siblings.first else { return false }
        return siblings.contains { $0.value != first.value }
    }
}

extension Register {
    /// Traps unless siblings are sorted and have distinct dots. For tests.
    public func checkInvariants() {
        precondition(
            zip(siblings, siblings.dropFirst()).allSatisfy { $0.stamp < $1.stamp },
            "siblings are sorted by stamp and distinct")
    }
}
