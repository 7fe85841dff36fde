import CausalCore
import RecordModel

/// What a set of changes means, written from the definitions alone: no order of arrival, no state that
/// is carried along, every question asked of the whole set.
struct Reference {
    let changes: [Change]

    /// The writes among `writes` that no other of them had seen, by stamp.
    private func maximal(_ writes: [Change]) -> [Change] {
        writes.filter { write in !writes.contains { $0.context.contains(write.dot) } }
            .sorted { $0.stamp < $1.stamp }
    }

    func siblings(_ field: String) -> [Register<Value>.Sibling] {
        maximal(changes.filter { $0.written(field) != nil }).compactMap { change in
            change.written(field).map { .init(stamp: change.stamp, value: $0) }
        }
    }

    var claims: [Register<Existence.Claim>.Sibling] {
        maximal(changes).map { .init(stamp: $0.stamp, value: $0.isDeletion ? .deleted : .written) }
    }

    var isHidden: Bool { maximal(changes).allSatisfy(\.isDeletion) }

    /// The additions of `element` that no addition or removal of it had seen.
    func additions(_ element: Value, to field: String) -> [Stamp] {
        let touching = changes.filter {
            $0.adds(element, to: field) || $0.removes(element, from: field)
        }
        return touching.filter { addition in
            addition.adds(element, to: field)
                && !touching.contains { $0.context.contains(addition.dot) }
        }.map(\.stamp).sorted()
    }

    func total(_ field: String) -> Int64 {
        changes.reduce(0) { sum, change in
            change.mutations.reduce(sum) {
                if case .increment(field, let amount) = $1 { $0 &+ amount } else { $0 }
            }
        }
    }

    func lines(_ field: String) -> [Value] {
        changes.sorted { $0.stamp < $1.stamp }.flatMap { change in
            change.mutations.flatMap {
                if case .append(field, let entries) = $0 { entries } else { [Value]() }
            }
        }
    }
}

extension Change {
    var isDeletion: Bool { mutations.contains(.delete) }

    func written(_ field: String) -> Value? {
        for case .set(field, let value) in mutations { return value }
        return nil
    }

    func adds(_ element: Value, to field: String) -> Bool {
        mutations.contains {
            if case .insert(field, let elements) = $0 { elements.contains(element) } else { false }
        }
    }

    func removes(_ element: Value, from field: String) -> Bool {
        mutations.contains {
            if case .remove(field, let elements) = $0 { elements.contains(element) } else { false }
        }
    }
}
