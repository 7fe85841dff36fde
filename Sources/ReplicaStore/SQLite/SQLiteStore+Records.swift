import GRDB
import RecordModel

extension SQLiteStore {
    func insert(_ record: StoredRecord, kind: Kind) throws -> Bool {
        if try isUnlisted(
            record.state.id, kind: kind.name, site: record.site, isPublished: record.isPublished)
        {
            return false
        }
        return try insert(record, table(kind, isPublished: record.isPublished))
    }

    func insert(
        _ record: NewRecord, site: SiteID, isPublished: Bool, recordedAt: Int64, actor: String,
        arrival: Int64, replicaNumber: UInt64
    ) throws -> Bool {
        if try isUnlisted(
            record.id, kind: record.kind.name, site: site, isPublished: isPublished)
        {
            return false
        }
        let table = table(record.kind, isPublished: isPublished)
        let row = RowToWrite(
            id: record.id, site: site, columns: record.columns, recordedAt: recordedAt,
            actor: actor, latest: arrival,
            metadata: record.metadata(replicaNumber: replicaNumber))
        return try insert(row, table)
    }

    func record(
        _ id: RecordID, kindName: String, kind: Kind?, site: SiteID, isPublished: Bool
    ) throws -> StoredRecord? {
        if let kind {
            let table = table(kind, isPublished: isPublished)
            let select = try prepared(&table.selecting) { table.select }
            select.bind(1, id)
            select.bind(2, site.text)
            if try select.step() {
                let row = KindRow(select, kind: table.kind)
                select.reset()
                return try row.record(kind: table.kind, isPublished: isPublished, store: self)
            }
        }
        return try unlisted(id, kind: kindName, site: site, isPublished: isPublished)
    }

    func latest(of id: RecordID, kind: Kind, site: SiteID) throws -> Int64? {
        let table = table(kind, isPublished: false)
        let select = try prepared(&table.selectingLatest) { table.selectLatest }
        select.bind(1, id)
        select.bind(2, site.text)
        defer { select.reset() }
        return try select.step() ? select.integer(0) : nil
    }

    func save(_ record: StoredRecord, kind: Kind?, was old: StoredRecord?) throws {
        seenRow = nil
        let wasListed = old.map { !$0.state.isDeleted && kind != nil } ?? false
        guard let kind, !record.state.isDeleted else {
            if wasListed, let kind { try remove(record, kind: kind) }
            return try saveUnlisted(record)
        }
        let table = table(kind, isPublished: record.isPublished)
        if wasListed, let old {
            let then = old.state.columns(by: table.kind)
            let now = record.state.columns(by: table.kind)
            try update(record, table, at: table.kind.fields.indices.filter { then[$0] != now[$0] })
        } else {
            guard try insert(record, table) else { throw DamagedMetadata() }
            if old != nil { try removeUnlisted(record) }
        }
    }

    /// Writes the fields at `places` into the record's row, and all that stands beside them.
    func update(_ record: StoredRecord, _ table: KindTable, at places: [Int]) throws {
        let row = try row(record, of: table.kind)
        let statement = try table.updateByKey(of: places, db)
        var index: Int32 = 1
        for place in places {
            statement.bind(index, row.columns[place])
            index += 1
        }
        row.bindTrailing(to: statement, from: index)
        statement.bind(index + 4, row.id)
        statement.bind(index + 5, row.site.text)
        guard try statement.run() == 1 else { throw DamagedMetadata() }
    }

    func forget(_ record: StoredRecord, kind: Kind?) throws {
        seenRow = nil
        if let kind, !record.state.isDeleted {
            try remove(record, kind: kind)
        } else {
            try removeUnlisted(record)
        }
    }

    func table(_ kind: Kind, isPublished: Bool) -> KindTable {
        let key = KindTable.Key(kind: kind.name, isPublished: isPublished)
        if let lastTable, lastTable.key == key { return lastTable }
        let table = kindTables[key] ?? KindTable(kind, isPublished: isPublished)
        kindTables[key] = table
        lastTable = table
        return table
    }

    private func remove(_ record: StoredRecord, kind: Kind) throws {
        let table = table(kind, isPublished: record.isPublished)
        let delete = try SQLStatement(db, "DELETE FROM \"\(table.name)\" WHERE id = ? AND site = ?")
        delete.bind(1, record.state.id)
        delete.bind(2, record.site.text)
        try delete.run()
    }

    private func insert(_ record: StoredRecord, _ table: KindTable) throws -> Bool {
        try insert(row(record, of: table.kind), table)
    }

    /// False, having done nothing, where the row is there.
    private func insert(_ row: RowToWrite, _ table: KindTable) throws -> Bool {
        let statement = try prepared(&table.inserting) { table.insert }
        statement.bind(1, row.id)
        statement.bind(2, row.site.text)
        var index = Int32(KindTable.leading + 1)
        for value in row.columns {
            statement.bind(index, value)
            index += 1
        }
        row.bindTrailing(to: statement, from: index)
        return try statement.run() == 1
    }

    private func row(_ record: StoredRecord, of kind: Kind) throws -> RowToWrite {
        var numbers = self
        return RowToWrite(
            id: record.state.id, site: record.site,
            columns: record.state.columns(by: kind).map { .init($0) },
            recordedAt: record.state.updated?.recordedAt ?? 0,
            actor: record.state.updated?.actor ?? "", latest: record.latest,
            metadata: try record.state.metadata(kind: kind, numbers: &numbers))
    }
}

/// What one row of a kind's table is to say.
private struct RowToWrite {
    let id: RecordID
    let site: SiteID
    let columns: [RawValue]
    let recordedAt: Int64
    let actor: String
    let latest: Int64
    let metadata: [UInt8]

    /// Binds what stands behind the fields, from the parameter `index` on.
    func bindTrailing(to statement: SQLStatement, from index: Int32) {
        statement.bind(index, Timestamp.text(recordedAt))
        statement.bind(index + 1, actor)
        statement.bind(index + 2, latest)
        statement.bind(index + 3, metadata)
    }
}

/// What one row of a kind's table says, taken out of the statement at once.
struct KindRow {
    let id: String
    let site: String
    let columns: [String: Value]
    let updatedAt: String
    let updatedBy: String
    let latest: Int64
    let metadata: [UInt8]

    init(_ select: SQLStatement, kind: Kind) {
        id = select.text(0)
        site = select.text(1)
        var columns: [String: Value] = [:]
        var index = Int32(KindTable.leading)
        for field in kind.fields {
            if !select.isNull(index) {
                switch field.column {
                case .text: columns[field.name] = .text(select.text(index))
                case .integer:
                    let integer = select.integer(index)
                    columns[field.name] =
                        field.type == .boolean ? .boolean(integer != 0) : .integer(integer)
                case .json: columns[field.name] = try? Value(json: select.text(index))
                }
            }
            index += 1
        }
        self.columns = columns
        updatedAt = select.text(index)
        updatedBy = select.text(index + 1)
        latest = select.integer(index + 2)
        metadata = select.blob(index + 3)
    }

    func record(kind: Kind, isPublished: Bool, store: SQLiteStore) throws -> StoredRecord {
        guard let id = RecordID(id), let site = SiteID(site),
            let recordedAt = Timestamp.milliseconds(updatedAt)
        else { throw DamagedMetadata() }
        var numbers = store
        return StoredRecord(
            state: try RecordState(
                id: id, kind: kind, columns: columns, recordedAt: recordedAt, actor: updatedBy,
                metadata: metadata, numbers: &numbers),
            site: site, isPublished: isPublished, latest: latest)
    }
}
