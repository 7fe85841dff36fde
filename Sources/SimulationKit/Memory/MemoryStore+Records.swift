import CausalCore
import RecordModel
import ReplicaStore

// The records with their merged states.
extension MemoryStore {
    func table(_ name: TableName) -> MemoryTable<RowKey, MemoryRow> {
        if let table = tables[name] { return table }
        let table = MemoryTable<RowKey, MemoryRow>(journal)
        tables[name] = table
        return table
    }

    func insert(_ record: StoredRecord, kind: Kind) throws -> Bool {
        let key = RecordKey(record)
        if unlisted[key] != nil || table(key.table)[key.row] != nil { return false }
        put(try row(record, of: kind), at: key, kind)
        return true
    }

    func insert(
        _ record: NewRecord, site: SiteID, isPublished: Bool, recordedAt: Int64, actor: String,
        arrival: Int64, replicaNumber: UInt64
    ) throws -> Bool {
        let key = RecordKey(
            record.id, kind: record.kind.name, site: site, isPublished: isPublished)
        if unlisted[key] != nil || table(key.table)[key.row] != nil { return false }
        var columns: [String: Value] = [:]
        for (field, column) in zip(record.kind.fields, record.columns) {
            if case .null = column { continue }
            columns[field.name] = column.value
        }
        put(
            MemoryRow(
                columns: columns, recordedAt: recordedAt, actor: actor, latest: arrival,
                metadata: record.metadata(replicaNumber: replicaNumber)), at: key, record.kind)
        return true
    }

    func record(
        _ id: RecordID, kindName: String, kind: Kind?, site: SiteID, isPublished: Bool
    ) throws -> StoredRecord? {
        let key = RecordKey(id, kind: kindName, site: site, isPublished: isPublished)
        if let kind, let row = table(key.table)[key.row] { return try stored(row, key, kind) }
        return unlisted[key]
    }

    func latest(of id: RecordID, kind: Kind, site: SiteID) throws -> Int64? {
        let key = RecordKey(id, kind: kind.name, site: site, isPublished: false)
        return table(key.table)[key.row]?.latest
    }

    func save(_ record: StoredRecord, kind: Kind?, was old: StoredRecord?) throws {
        let key = RecordKey(record)
        guard let kind, !record.state.isDeleted else {
            if old?.state.isDeleted == false, let kind { remove(key, kind) }
            unlisted[key] = record
            return
        }
        put(try row(record, of: kind), at: key, kind)
        if old != nil { unlisted[key] = nil }
    }

    func forget(_ record: StoredRecord, kind: Kind?) throws {
        let key = RecordKey(record)
        if let kind, !record.state.isDeleted { remove(key, kind) } else { unlisted[key] = nil }
    }

    func edit(
        _ id: RecordID, of kind: Kind, site: SiteID, isPublished: Bool, arrival: Int64,
        _ work: (inout EditedRecord) throws -> (recordedAt: Int64, actor: String)?
    ) throws -> Int64? {
        let key = RecordKey(id, kind: kind.name, site: site, isPublished: isPublished)
        guard var row = table(key.table)[key.row] else { return nil }
        var numbers = self
        guard
            var record = try EditedRecord(
                id: id, kind: kind, columns: kind.fields.map { RawValue(row.columns[$0.name]) },
                metadata: row.metadata, numbers: &numbers),
            let edit = try work(&record)
        else { return nil }
        let latest = row.latest
        for place in record.written {
            let value = record.value(at: place).value
            row.columns[kind.fields[place].name] = value == .null ? nil : value
        }
        (row.recordedAt, row.actor, row.latest) = (edit.recordedAt, edit.actor, arrival)
        row.metadata = try record.metadata(numbers: &numbers)
        put(row, at: key, kind)
        return latest
    }

    func plainValues(of id: RecordID, kind: Kind, site: SiteID) throws -> [String: Value]? {
        let key = RecordKey(id, kind: kind.name, site: site, isPublished: false)
        guard let row = table(key.table)[key.row] else { return nil }
        var numbers = self
        let plain = try EditedRecord(
            id: id, kind: kind, columns: kind.fields.map { RawValue(row.columns[$0.name]) },
            metadata: row.metadata, numbers: &numbers)
        return plain == nil ? nil : row.columns
    }

    func row(_ record: StoredRecord, of kind: Kind) throws -> MemoryRow {
        let kind = kind.form(isPublished: record.isPublished)
        var columns: [String: Value] = [:]
        for (field, value) in zip(kind.fields, record.state.columns(by: kind)) {
            columns[field.name] = value
        }
        var numbers = self
        return MemoryRow(
            columns: columns, recordedAt: record.state.updated?.recordedAt ?? 0,
            actor: record.state.updated?.actor ?? "", latest: record.latest,
            metadata: try record.state.metadata(kind: kind, numbers: &numbers))
    }

    func stored(_ row: MemoryRow, _ key: RecordKey, _ kind: Kind) throws -> StoredRecord {
        var numbers = self
        return StoredRecord(
            state: try RecordState(
                id: key.row.id, kind: kind.form(isPublished: key.table.isPublished),
                columns: row.columns, recordedAt: row.recordedAt, actor: row.actor,
                metadata: row.metadata, numbers: &numbers),
            site: key.row.site, isPublished: key.table.isPublished, latest: row.latest)
    }

    /// Puts a row where it belongs, and into what finds it.
    func put(_ row: MemoryRow, at key: RecordKey, _ kind: Kind) {
        let table = table(key.table)
        let old = table[key.row]
        table[key.row] = row
        if old == nil { places[key.row.id, default: []].append(key) }
        guard !key.table.isPublished else { return }
        for identity in kind.comparisons.map(\.identity) {
            let before = old.flatMap { SharedKey(kind, key.row.site, identity, $0.columns) }
            let now = SharedKey(kind, key.row.site, identity, row.columns)
            if before == now { continue }
            if let before { shared[before]?.remove(key.row.id) }
            if let now { shared[now, default: []].insert(key.row.id) }
        }
    }

    /// Puts a row into what finds it by `identities`, in which it is not yet.
    func share(_ row: MemoryRow, at key: RowKey, of kind: Kind, by identities: Set<Kind.Identity>) {
        for identity in identities {
            guard let common = SharedKey(kind, key.site, identity, row.columns) else { continue }
            shared[common, default: []].insert(key.id)
        }
    }

    private func remove(_ key: RecordKey, _ kind: Kind) {
        let table = table(key.table)
        guard let old = table[key.row] else { return }
        table[key.row] = nil
        places[key.row.id]?.removeAll { $0 == key }
        guard !key.table.isPublished else { return }
        for identity in kind.comparisons.map(\.identity) {
            if let before = SharedKey(kind, key.row.site, identity, old.columns) {
                shared[before]?.remove(key.row.id)
            }
        }
    }
}
