import CausalCore
import RecordModel
import ReplicaStore

// Conflicts between two records: the same declared identity, or the same running number. Each record
// is held against the earliest other of its group that it was not declared distinct from, so that a
// conflict keeps its id while others come and go.
extension Replica {
    /// Looks at the groups that `record` was in and is in now; not at those in which a merged change,
    /// where it `isMerge`, has moved nothing.
    func compare(
        _ record: StoredRecord, was old: StoredRecord?, kind: Kind, scope: Scope, arrival: Int64,
        isMerge: Bool = false
    ) throws {
        guard scope != .control else { return }
        for comparison in kind.comparisons {
            if isMerge, let old, record.state.stands(as: old.state, in: comparison) { continue }
            let now = record.state.isDeleted ? [:] : record.state.identityValues(comparison, kind)
            let then =
                old.map { $0.state.isDeleted ? [:] : $0.state.identityValues(comparison, kind) }
                ?? [:]
            var members = Set<RecordID>()
            for values in now == then ? [now] : [now, then] {
                members.formUnion(
                    try store.records(
                        of: kind, site: record.site, sharing: comparison.identity, values: values,
                        besides: record.state.id))
            }
            // A record that meets nobody has nothing to be compared with, and most meet nobody.
            if members.isEmpty {
                if old == nil { continue }
                if try rows(of: record.state.id, comparison, scope).isEmpty { continue }
            }
            for member in members.union([record.state.id]).sorted() {
                try judge(
                    member, comparison, kind: kind, site: record.site, scope: scope,
                    arrival: arrival)
            }
        }
    }

    /// Looks at the group that `record`, which is held no more, was in.
    func compareOthers(after record: StoredRecord, kind: Kind) throws {
        let scope = record.scope
        guard scope != .control, !scope.isPublished, !record.state.isDeleted else { return }
        for comparison in kind.comparisons {
            let members = try store.records(
                of: kind, site: record.site, sharing: comparison.identity,
                values: record.state.identityValues(comparison, kind), besides: record.state.id)
            for member in members {
                try judge(
                    member, comparison, kind: kind, site: record.site, scope: scope,
                    arrival: record.latest)
            }
        }
    }

    private func rows(
        of record: RecordID, _ comparison: Kind.Comparison, _ scope: Scope
    ) throws -> [ConflictRow] {
        try store.conflicts(of: record, in: scope).filter {
            $0.conflictClass == comparison.conflictClass && $0.field == comparison.identity.name
                && $0.other != nil
        }
    }

    /// Opens, moves, settles or withdraws the one conflict of `id` in this comparison.
    private func judge(
        _ id: RecordID, _ comparison: Kind.Comparison, kind: Kind, site: SiteID, scope: Scope,
        arrival: Int64
    ) throws {
        let known = try rows(of: id, comparison, scope).first
        let partner = try partner(of: id, comparison, kind: kind, site: site)
        guard let partner else {
            if let known { try store.remove(known) }
            return
        }
        let row = ConflictRow(
            id: ConflictID.of(
                scope: scope, comparison.conflictClass, kind: kind.name, record: id,
                field: comparison.identity.name + "="),
            scope: scope, kind: kind.name, record: id, conflictClass: comparison.conflictClass,
            field: comparison.identity.name, other: partner.record.state.id,
            isOpen: !partner.isDeclared, version: ConflictID.version(partner.dots),
            moved: known?.moved ?? arrival)
        guard row != known else { return }
        var moved = row
        moved.moved = arrival
        try store.save(moved, candidates: partner.dots)
    }

    /// The record that `id` is held against: the earliest before it that it is not declared distinct
    /// from or merged with, else the earliest that it is; nil where none is before it.
    private func partner(
        of id: RecordID, _ comparison: Kind.Comparison, kind: Kind, site: SiteID
    ) throws -> (record: StoredRecord, isDeclared: Bool, dots: [Dot])? {
        guard let own = try listed(id, kind: kind, site: site) else { return nil }
        let values = own.state.identityValues(comparison, kind)
        let others = try store.records(
            of: kind, site: site, sharing: comparison.identity, values: values, besides: id)
        var declared: StoredRecord?
        for other in others where other < id {
            guard let record = try listed(other, kind: kind, site: site) else { continue }
            if own.state.isDeclared(against: record.state) {
                if declared == nil { declared = record }
            } else {
                return (record, false, own.state.dots(comparison, and: record.state))
            }
        }
        return declared.map { ($0, true, own.state.dots(comparison, and: $0.state)) }
    }

    private func listed(_ id: RecordID, kind: Kind, site: SiteID) throws -> StoredRecord? {
        let record = try store.record(
            id, kindName: kind.name, kind: kind, site: site, isPublished: false)
        return record?.state.isDeleted == true ? nil : record
    }
}

extension RecordState {
    /// What the record shows in the parts of an identity; empty where one of them is.
    func identityValues(_ comparison: Kind.Comparison, _ kind: Kind) -> [String: Value] {
        var values: [String: Value] = [:]
        for part in comparison.identity.parts {
            guard let field = kind[part.field], let value = shown(field, of: kind),
                value.identityText(isDay: part.isDay) != nil
            else { return [:] }
            values[part.field] = value
        }
        return values
    }

    /// Whether nothing has changed in it that decides what the record is held against, or by which
    /// changes.
    func stands(as old: RecordState, in comparison: Kind.Comparison) -> Bool {
        let names = comparison.identity.parts.map(\.field) + Kind.declarations
        return isDeleted == old.isDeleted && names.allSatisfy { fields[$0] == old.fields[$0] }
    }

    /// Whether a person has said that both are one, or that they are two.
    func isDeclared(against other: RecordState) -> Bool {
        let says = { (one: RecordState, two: RecordState) in
            let name = Value.text(two.id.text)
            return one.fields[Kind.mergedInto]?.register.latest?.value == name
                || one.fields[Kind.distinctFrom]?.set.additions[name] != nil
        }
        return says(self, other) || says(other, self)
    }

    /// The changes that gave both records what they share, sorted.
    func dots(_ comparison: Kind.Comparison, and other: RecordState) -> [Dot] {
        [self, other].compactMap { state in
            comparison.identity.parts.compactMap {
                state.fields[$0.field]?.register.latest?.stamp
            }.max()?.dot
        }.sorted()
    }
}
