import CausalCore
import RecordModel
import ReplicaStore

// Keeps the table of conflicts equal to what the records say. Which conflicts are open is a function
// of the merged records alone, so that it does not matter in which order changes came.
extension Replica {
    /// Whether `record` shares an identity or a running number with another of its site.
    func meetsAnother(_ record: NewRecord, in scope: Scope) throws -> Bool {
        guard case .site(let site) = scope else { return false }
        return try record.kind.comparisons.indices.contains {
            try store.meetsAnother(record, of: site, by: $0)
        }
    }

    /// After a record has come that was not held before and that meets another: nothing inside it can
    /// differ.
    func settleNew(_ record: NewRecord, in scope: Scope, arrival: Int64) throws {
        guard
            let stored = try store.record(
                record.id, kindName: record.kind.name, kind: record.kind, site: scope.site ?? .hub,
                isPublished: false)
        else { return }
        try compare(stored, was: nil, kind: record.kind, scope: scope, arrival: arrival)
    }

    /// After a record has changed.
    func settle(
        _ record: StoredRecord, was old: StoredRecord?, kind: Kind, scope: Scope, arrival: Int64
    ) throws {
        guard !scope.isPublished else { return }
        try settleFields(of: record, kind: kind, scope: scope, arrival: arrival)
        try compare(record, was: old, kind: kind, scope: scope, arrival: arrival, isMerge: true)
    }

    /// After a record's past has changed, or its kind has come: as if each of its changes had just
    /// been merged under this edition of the kind.
    func settleAnew(_ record: StoredRecord, was old: StoredRecord?, kind: Kind) throws {
        let scope = record.scope
        guard !scope.isPublished else { return }
        guard let latest = try store.entry(at: record.latest) else {
            // A replica that another's log is replayed into has no past of its own.
            try settleFields(of: record, kind: kind, scope: scope, arrival: record.latest)
            return try compare(
                record, was: old, kind: kind, scope: scope, arrival: record.latest)
        }
        var known: Set<FieldConflict> = []
        if latest.previous != nil {
            var state = RecordState(id: record.state.id, kind: kind.name)
            for change in try history(of: record).changes {
                state.apply(change)
                known.formUnion(state.contested(by: kind))
            }
        }
        for row in try store.conflicts(of: record.state.id, in: scope) where row.kind == kind.name {
            let isGrounded =
                row.other == nil
                ? known.contains(FieldConflict(conflictClass: row.conflictClass, field: row.field))
                : kind.comparisons.contains {
                    $0.conflictClass == row.conflictClass && $0.identity.name == row.field
                }
            if !isGrounded { try store.remove(row) }
        }
        try settleFields(
            of: record, kind: kind, scope: scope, arrival: record.latest, known: known)
        try compare(record, was: old, kind: kind, scope: scope, arrival: record.latest)
    }

    /// The differences inside one record; `known` are those of its past.
    private func settleFields(
        of record: StoredRecord, kind: Kind, scope: Scope, arrival: Int64,
        known: Set<FieldConflict> = []
    ) throws {
        let state = record.state
        var rows: [[UInt8]: ConflictRow] = [:]
        for row in try store.conflicts(of: state.id, in: scope)
        where row.other == nil && row.kind == kind.name { rows[row.id] = row }
        let open = state.conflicts(by: kind)
        // A field that was ever written twice at once stays in the table, so that the report of what
        // was settled is the same whether or not this replica saw the values differ.
        for contested in state.contested(by: kind).union(known).sorted() {
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
    ///
    /// Which values meet depends on the order in which changes come; that two changes are siblings at
    /// some time does not. So this says nothing of values: of the record both classes are named.
    func contested(by kind: Kind) -> Set<FieldConflict> {
        var contested: Set<FieldConflict> = []
        if existence.claims.siblings.count > 1 {
            contested.insert(FieldConflict(conflictClass: .editVersusDelete, field: ""))
            contested.insert(FieldConflict(conflictClass: .soft, field: ""))
        }
        for field in kind.fields where (fields[field.name]?.register.siblings.count ?? 0) > 1 {
            guard let conflictClass = field.conflictClass else { continue }
            contested.insert(FieldConflict(conflictClass: conflictClass, field: field.name))
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
