import CausalCore
import RecordModel
import TestSupport

/// Somebody who merges a history in an order of their own, a few changes at a time, some of them again.
struct Receiver {
    private(set) var states: [RecordID: RecordState] = [:]
    /// What is merged, and what is on its way.
    private var held = VersionVector()
    private var frontier = VersionVector()
    private var chance: SeededGenerator
    private var numbers = LocalNumbers()
    /// The edition of the kind that the disk is written by; nil for a kind that is not known.
    private let kind: Kind

    init(seed: UInt64, kind: Kind) {
        chance = SeededGenerator(seed: seed)
        self.kind = kind
    }

    /// Takes all of `changes`, one causally possible group after another.
    mutating func take(
        _ changes: [Change], everyStep check: (RecordState, RecordState) -> Void
    ) throws {
        var waiting = changes.shuffled(using: &chance)
        while !waiting.isEmpty {
            let groupSize = Int.random(in: 1...4, using: &chance)
            var group: [Change] = []
            for _ in 0..<groupSize {
                guard let next = waiting.firstIndex(where: isReady) else { break }
                group.append(waiting.remove(at: next))
                frontier.insert(group[group.count - 1].dot)
            }
            // What came before comes again, in any order.
            group += changes.filter { held.contains($0.dot) }.shuffled(using: &chance).prefix(2)
            for change in group where !held.contains(change.dot) {
                try merge(change, check)
                held.insert(change.dot)
            }
            waiting.shuffle(using: &chance)
        }
    }

    private func isReady(_ change: Change) -> Bool {
        !frontier.contains(change.dot) && frontier.contains(change.context)
            && frontier[change.dot.replica] == change.dot.seq - 1
    }

    /// Merges, writes to disk, reads back, and goes on from what was read.
    private mutating func merge(
        _ change: Change, _ check: (RecordState, RecordState) -> Void
    ) throws {
        var state =
            states[change.record] ?? RecordState(id: change.record, kind: change.kind)
        state.apply(change)
        let metadata = try state.metadata(kind: kind, numbers: &numbers)
        var columns: [String: Value] = [:]
        for (field, value) in zip(kind.fields, state.columns(by: kind)) {
            columns[field.name] = try value.map { try field.stored($0) }
        }
        let read = try RecordState(
            id: change.record, kind: kind, columns: columns,
            recordedAt: state.updated?.recordedAt ?? 0, actor: state.updated?.actor ?? "",
            metadata: metadata, numbers: &numbers)
        check(state, read)
        states[change.record] = read
    }
}

extension Field {
    /// What comes back of `value` from a column of this field.
    fileprivate func stored(_ value: Value) throws -> Value {
        switch (column, value) {
        case (.json, _): try Value(json: value.json)
        case (.integer, .boolean(let boolean)) where type != .boolean: .integer(boolean ? 1 : 0)
        case (.integer, .integer(let integer)) where type == .boolean: .boolean(integer != 0)
        default: value
        }
    }
}

/// Numbers of replicas in order of first use.
struct LocalNumbers: ReplicaNumbers {
    private var replicas: [ReplicaID] = []

    mutating func number(of replica: ReplicaID) -> UInt64 {
        if let known = replicas.firstIndex(of: replica) { return UInt64(known) }
        replicas.append(replica)
        return UInt64(replicas.count - 1)
    }

    func replica(numbered number: UInt64) throws -> ReplicaID {
        guard number < replicas.count else { throw DamagedMetadata() }
        return replicas[Int(number)]
    }
}
