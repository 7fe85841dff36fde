/// An observed-remove set in which an addition wins over a removal that had not seen it.
///
/// Each element keeps the stamps of the additions that no removal has seen.
/// Source: Protocol/1-causality, "Sets".
public struct AddWinsSet<Element: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// For each present element, the additions that hold it there, sorted; never empty.
    public private(set) var additions: [Element: [Stamp]]

    /// A set with the given additions; an element without one is left out.
    public init(additions: [Element: [Stamp]] = [:]) {
        // Most fields are no sets, and have one of nothing.
        self.additions =
            additions.isEmpty
            ? [:] : additions.filter { !$0.value.isEmpty }.mapValues { $0.sorted() }
    }

    /// The elements, sorted.
    public var elements: [Element] { additions.keys.sorted() }

    /// Adds `element`, superseding the additions of it that `context` holds.
    public mutating func add(_ element: Element, at stamp: Stamp, context: VersionVector) {
        var stamps = additions[element, default: []].filter {
            $0 != stamp && !context.contains($0.dot)
        }
        stamps.append(stamp)
        additions[element] = stamps.sorted()
    }

    /// Removes `element` as far as `context` had seen it; an unseen addition keeps it in.
    public mutating func remove(_ element: Element, context: VersionVector) {
        guard let stamps = additions[element] else { return }
        let unseen = stamps.filter { !context.contains($0.dot) }
        additions[element] = unseen.isEmpty ? nil : unseen
    }
}

extension AddWinsSet {
    /// Traps unless every element has additions, sorted and distinct. For tests.
    public func checkInvariants() {
        for (_, stamps) in additions {
            precondition(!stamps.isEmpty, "a present element has an addition")
            precondition(
                zip(stamps, stamps.dropFirst()).allSatisfy(<),
                "additions are sorted by stamp and distinct")
        }
    }
}
