/// A log that only grows, ordered by stamp on every replica alike.
///
/// Source: Protocol/1-causality, "Logs".
public struct GrowOnlyLog<Entry: Hashable & Sendable>: Hashable, Sendable {
    /// One line of the log.
    public struct Line: Hashable, Sendable {
        /// The change that wrote it.
        public let stamp: Stamp
        /// What it says.
        public let entry: Entry

        /// Makes the line that `stamp` wrote.
        public init(stamp: Stamp, entry: Entry) {
            self.stamp = stamp
            self.entry = entry
        }
    }

    /// The lines, sorted by stamp; lines of one change stay in the order of that change.
    public private(set) var lines: [Line]

    /// A log of `lines`, which must be sorted by stamp.
    public init(lines: [Line] = []) {
        self.lines = lines
    }

    /// Puts `entry` where its stamp belongs, after the lines of the same change.
    public mutating func append(_ entry: Entry, at stamp: Stamp) {
        append(contentsOf: CollectionOfOne(entry), at: stamp)
    }

    /// Puts `entries` where their stamp belongs, in their order, after the lines of the same change.
    ///
    /// Looked for once and from the end, where nearly all belong: a hostile change has many of them.
    public mutating func append(contentsOf entries: some Collection<Entry>, at stamp: Stamp) {
        let place = lines.lastIndex { !(stamp < $0.stamp) }.map { $0 + 1 } ?? 0
        lines.insert(contentsOf: entries.map { Line(stamp: stamp, entry: $0) }, at: place)
    }

    /// Puts the lines of the change at `old` where those of one at `new` belong, which says the same.
    public mutating func move(from old: Stamp, to new: Stamp) {
        let moved = lines.filter { $0.stamp == old }.map(\.entry)
        guard !moved.isEmpty else { return }
        lines.removeAll { $0.stamp == old }
        append(contentsOf: moved, at: new)
    }
}

extension GrowOnlyLog {
    /// Traps unless the lines are sorted by stamp. For tests.
    public func checkInvariants() {
        precondition(
            zip(lines, lines.dropFirst()).allSatisfy { $0.stamp <= $1.stamp },
            "lines are sorted by stamp")
    }
}
