import CausalCore
import RecordModel
import ReplicaStore

// Keeps the table of conflicts equal to what the records say. Which conflicts are open is a function
// of the merged records alone, so that it does not matter in which order changes came.
extension Replica {
    /// After a record has come that was not held before.
    func settleNew(_ record: StoredRecord, kind: Kind, scope: Scope, arrival: Int64) throws {
        guard !scope.isPublished else { return }
        try compare(record, was: nil, kind: kind, scope: scope, arrival: arrival)
    }

    /// After a record has changed.
    func settle(
        _ record: StoredRecord, was old: StoredRecord?, kind: Kind, scope: Scope, arrival: Int64
    ) throws {
        guard !scope.isPublished else { return }
        try settleFields(of: record, kind: kind, scope: scope, arrival: arrival)
        try compare(record, was: old, kind: kind, scope: scope, arrival: arrival)
    }

    /// The differences inside one record.
    private func settleFields(
        of record: StoredRecord, kind: Kind, scope: Scope, arrival: Int64
    ) throws {
        let state = record.state
        var rows: [[UInt8]: ConflictRow] = [:]
        for row in try store.conflicts(of: state.id, in: scope)
        where row.other == nil && row.kind == kind.name { rows[row.id] = row }
        let open = state.conflicts(by: kind)
        // A field that was ever written twice at once stays in the table, so that the report of what
        // was settled is the same whether or not this replica saw the values differ.
        for contested in open + state.contested(by: kind) {
            let id = ConflictID.of(
                scope: scope, contested.conflictClass, kind: kind.name, record: state.id,
                field: contested.field)
            if rows[id] == nil {
                rows[id] = ConflictRow(
                    id: id, scope: scope, kind: kind.name, record: state.id,
                    conflictClass: contested.conflictClass, field: contested.field, other: nil,
                    isOpen: false, version: [], moved: arrival)
            }
        }
        for (_, row) in rows.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let isOpen = open.contains {
                $0.field == row.field && $0.conflictClass == row.conflictClass
            }
            let candidates = isOpen ? state.candidateDots(of: row) : []
            var moved = row
            moved.isOpen = isOpen
            if isOpen { moved.version = ConflictID.version(candidates) }
            if moved != row || row.version.isEmpty {
                moved.moved = arrival
                try store.save(moved, candidates: candidates)
            }
        }
    }
}

extension RecordState {
    /// Fields, and the record itself, that several changes wrote at once, whether or not they differ.
    func contested(by kind: Kind) -> [FieldConflict] {
        var contested: [FieldConflict] = []
        if existence.claims.siblings.count > 1 {
            contested.append(
                FieldConflict(
                    conflictClass: existence.isContested ? .editVersusDelete : .soft, field: ""))
        }
        for field in kind.fields where (fields[field.name]?.register.siblings.count ?? 0) > 1 {
            guard let conflictClass = field.conflictClass else { continue }
            contested.append(FieldConflict(conflictClass: conflictClass, field: field.name))
        }
        return contested
    }

    /// The changes that stand against each other in a conflict inside this record, sorted.
    func candidateDots(of row: ConflictRow) -> [Dot] {
        let stamps: [Stamp] =
            switch row.conflictClass {
            case .editVersusDelete, .soft: existence.claims.siblings.map(\.stamp)
            case .concurrentEdit, .divergentDecision, .numberClash, .duplicateRecord:
                fields[row.field]?.register.siblings.map(\.stamp) ?? []
            }
        return stamps.map(\.dot).sorted()
    }
}
