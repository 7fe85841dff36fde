import CausalCore
public import RecordModel
import ReplicaStore

/// How a person settles a conflict.
public enum Decision: Hashable, Sendable {
    /// The candidate with this number, counted from 1 as the report lists them.
    case take(Int)
    /// A value of one's own; `distinct` for two records that are not the same thing.
    case value(Value)
}

extension Replica {
    /// Settles a conflict by an ordinary change that had seen the candidates shown, and no others:
    /// a candidate that has come since stays open.
    @discardableResult
    public func resolve(
        _ id: String, _ decision: Decision, version: String? = nil, actor: String, reason: String
    ) throws -> Change {
        guard let bytes = [UInt8](hex: id), let row = try store.conflict(bytes),
            let kind = kinds[row.kind]
        else { throw EngineError.noSuchConflict(id) }
        guard row.isOpen else { throw EngineError.alreadySettled(id) }
        guard
            let record = try store.record(
                row.record, kindName: kind.name, kind: kind, site: row.scope.site ?? .hub,
                isPublished: false)
        else { throw EngineError.noSuchRecord(row.record.text) }
        if let other = row.other {
            return try declare(
                decision, row: row, other: other, actor: actor, reason: reason)
        }
        let dots = try candidateDots(row, record.state, version: version)
        let history = try history(of: record)
        var context = VersionVector()
        for dot in dots {
            context.insert(dot)
            if let change = history[dot] { context.formUnion(change.context) }
        }
        let mutation: Mutation
        if row.field.isEmpty {
            let value = try chosen(decision, dots, row, history)
            mutation = value == .text("deleted") ? .delete : .keep
        } else {
            mutation = .set(field: row.field, value: try chosen(decision, dots, row, history))
        }
        return try write(
            Edit(
                kind: kind.name, record: row.record, scope: row.scope, mutations: [mutation],
                context: context, actor: actor, reason: reason))
    }

    /// The candidates of `version` in order of stamp; of the present one where none is named.
    private func candidateDots(
        _ row: ConflictRow, _ state: RecordState, version: String?
    ) throws -> [Dot] {
        guard let version else { return state.candidates(of: row).map(\.0.dot) }
        guard let bytes = [UInt8](hex: version),
            let dots = try store.candidates(of: row.id, version: bytes),
            ConflictID.version(dots) == bytes
        else { throw EngineError.noSuchVersion(version) }
        let stamps = try dots.map { dot in
            guard let feed = try store.feed(row.scope, dot.replica),
                let lamport = try store.lamport(of: feed.number, at: dot.seq)
            else { throw EngineError.noSuchVersion(version) }
            return Stamp(lamport: lamport, dot: dot)
        }
        return stamps.sorted().map(\.dot)
    }

    private func chosen(
        _ decision: Decision, _ dots: [Dot], _ row: ConflictRow, _ history: RecordHistory
    ) throws -> Value {
        switch decision {
        case .value(let value): return value
        case .take(let number):
            guard dots.indices.contains(number - 1), let change = history[dots[number - 1]] else {
                throw EngineError.noSuchCandidate(number, count: dots.count)
            }
            return change.value(for: row)
        }
    }

    /// Says of two records which of them stays, or that both do.
    private func declare(
        _ decision: Decision, row: ConflictRow, other: RecordID, actor: String, reason: String
    ) throws -> Change {
        let write = { (record: RecordID, mutation: Mutation) in
            try self.write(
                Edit(
                    kind: row.kind, record: record, scope: row.scope, mutations: [mutation],
                    actor: actor, reason: reason))
        }
        switch decision {
        case .take(let number):
            let report = try reports(row, open: true, resolved: false).first
            let ids = report?.candidates.compactMap { $0.value.text.flatMap { RecordID($0) } } ?? []
            guard ids.indices.contains(number - 1) else {
                throw EngineError.noSuchCandidate(number, count: ids.count)
            }
            let kept = ids[number - 1]
            let gone = kept == other ? row.record : other
            return try write(gone, .set(field: Kind.mergedInto, value: .text(kept.text)))
        case .value(.text("distinct")):
            return try write(
                row.record, .insert(field: Kind.distinctFrom, elements: [.text(other.text)]))
        case .value:
            throw EngineError.cannotResolve(
                "两条记录重复时，请用 --take N 指定保留哪一条，或用 --value distinct 说明不是同一条。"
                    + " For two records use --take N for the one that stays, or --value distinct.")
        }
    }
}
