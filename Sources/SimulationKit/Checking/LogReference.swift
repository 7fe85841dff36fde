import CausalCore
import RecordModel
import ReplicaStore
package import SyncEngine
import SyncProtocol

/// What a log says that records must show: I2, worked out by holding every change of a record against
/// every other, slowly and without any of the product's merging.
package struct LogReference {
    private struct Key: Hashable, Comparable {
        let scope: Scope
        let record: RecordID

        static func < (left: Self, right: Self) -> Bool {
            (left.scope, left.record) < (right.scope, right.record)
        }
    }

    private var changes: [Key: [Change]] = [:]

    /// The changes of every site in the log of `replica`.
    package init(of replica: Replica) throws {
        for scope in try replica.store.scopes() where scope != .control && !scope.isPublished {
            for feed in try replica.store.feeds(in: scope) {
                var cursor = FeedCursor(scope: scope, replica: feed.replica)
                let entries = try replica.store.entries(
                    of: feed.number, from: 1, limit: 1_000_000)
                for logged in entries {
                    let opened = try cursor.open(SealedChange(logged.entry))
                    guard let change = try opened.change(in: scope) else { continue }
                    changes[Key(scope: scope, record: change.record), default: []].append(change)
                }
            }
        }
    }

    /// The records that the log tells of, with where they live and of what kind they are.
    var records: [(scope: Scope, record: RecordID, kind: String)] {
        changes.sorted { $0.key < $1.key }.compactMap { key, changes in
            changes.first.map { (key.scope, key.record, $0.kind) }
        }
    }

    /// Throws where a record of `replica` shows anything else.
    package func check(_ replica: Replica) throws {
        for (key, changes) in changes.sorted(by: { $0.key < $1.key }) {
            guard let name = changes.first?.kind, let kind = replica.kinds[name] else { continue }
            let record = try replica.store.record(
                key.record, kindName: name, kind: kind, site: key.scope.site ?? .hub,
                isPublished: false)
            guard let state = record?.state else {
                throw Violation(invariant: .nothingLost, what: "a \(name) is not held")
            }
            let isGone = Self.standing(changes).allSatisfy { $0.mutations.contains(.delete) }
            guard state.isDeleted == isGone else {
                throw Violation(
                    invariant: .nothingLost,
                    what: "a \(name) is \(isGone ? "shown" : "hidden") against what stands")
            }
            for field in kind.fields where !Self.agrees(state, field, changes, kind) {
                throw Violation(
                    invariant: .nothingLost,
                    what: "\(name).\(field.name) shows other than what stands")
            }
        }
    }

    /// The writes that none of the others had seen.
    private static func standing(_ writes: [Change]) -> [Change] {
        writes.filter { write in !writes.contains { $0.context.contains(write.dot) } }
    }

    private static func agrees(
        _ state: RecordState, _ field: Field, _ changes: [Change], _ kind: Kind
    ) -> Bool {
        let shown = state.shown(field, of: kind) ?? .null
        switch field.merge {
        case .sum:
            let amounts = single(changes).flatMap { $0.increments(of: field.name) }
            let total = amounts.reduce(0, &+)
            return shown == .integer(total) || total == 0 && shown == .null
        case .log:
            let lines = single(changes).sorted { $0.stamp < $1.stamp }
                .flatMap { $0.lines(of: field.name) }
            return shown == (lines.isEmpty ? .null : .list(lines))
        case .set:
            let elements = elements(of: field.name, after: changes)
            return shown == (elements.isEmpty ? .null : .list(elements))
        case .choose, .latest, .max, .min, .lifecycle:
            let writes = standing(changes.filter { $0.value(of: field.name) != nil })
            let siblings = state.fields[field.name]?.register.siblings ?? []
            guard Set(siblings.map(\.stamp.dot)) == Set(writes.map(\.dot)) else { return false }
            guard [.choose, .latest].contains(field.merge) else { return true }
            let last = writes.max { $0.stamp < $1.stamp }
            return shown == last?.value(of: field.name) ?? .null
        }
    }

    /// Each save once, however often somebody wrote it anew: as its author wrote it, or else the first.
    ///
    /// By what a save says, with the word that the run gave to it, and not by its bytes.
    private static func single(_ changes: [Change]) -> [Change] {
        Dictionary(grouping: changes) { Said(mutations: $0.mutations, word: $0.reason) }.values
            .compactMap { twins in
                twins.min {
                    $0.isRewritten == $1.isRewritten ? $0.stamp < $1.stamp : $1.isRewritten
                }
            }
    }

    private struct Said: Hashable {
        let mutations: [Mutation]
        let word: String
    }

    /// The elements with an addition that no later addition or removal had seen, sorted.
    private static func elements(of field: String, after changes: [Change]) -> [Value] {
        Set(changes.flatMap { $0.elements(of: field, isAdding: true) }).filter { element in
            let adding = changes.filter {
                $0.elements(of: field, isAdding: true).contains(element)
            }
            let taking = changes.filter {
                $0.elements(of: field, isAdding: false).contains(element)
            }
            return adding.contains { one in
                !(adding + taking).contains { $0.context.contains(one.dot) }
            }
        }.sorted()
    }
}

extension Change {
    fileprivate func value(of field: String) -> Value? {
        mutations.compactMap { if case .set(field, let value) = $0 { value } else { nil } }.last
    }

    fileprivate func increments(of field: String) -> [Int64] {
        mutations.compactMap { if case .increment(field, let amount) = $0 { amount } else { nil } }
    }

    fileprivate func lines(of field: String) -> [Value] {
        mutations.flatMap { if case .append(field, let lines) = $0 { lines } else { [Value]() } }
    }

    fileprivate func elements(of field: String, isAdding: Bool) -> [Value] {
        mutations.flatMap { mutation in
            switch mutation {
            case .insert(field, let elements) where isAdding: elements
            case .remove(field, let elements) where !isAdding: elements
            default: [Value]()
            }
        }
    }
}
