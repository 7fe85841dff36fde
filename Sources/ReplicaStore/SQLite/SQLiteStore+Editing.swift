import RecordModel

/// A plain row as it was read for somebody to edit, by itself: nothing of it lies in a statement.
struct SeenRow {
    let record: EditedRecord
    let site: SiteID
    let place: RowPlace
}

/// Where a row is in this file, and what came before in its record.
struct RowPlace {
    let number: Int64
    let latest: Int64

    /// Of the row that `select`, of the whole row of `kind`, stands on.
    init(_ select: SQLStatement, of kind: Kind) {
        let trailing = Int32(KindTable.leading + kind.fields.count)
        latest = select.integer(trailing + 2)
        number = select.integer(trailing + 4)
    }
}

extension SQLiteStore {
    func edit(
        _ id: RecordID, of kind: Kind, site: SiteID, isPublished: Bool, arrival: Int64,
        _ work: (inout EditedRecord) throws -> (recordedAt: Int64, actor: String)?
    ) throws -> Int64? {
        let table = table(kind, isPublished: isPublished)
        if !isPublished, let seen = takeSeen(id, of: kind, site: site) {
            var record = seen.record
            guard let edit = try work(&record) else { return nil }
            try write(record, at: seen.place, of: table, arrival: arrival, edit)
            return seen.place.latest
        }
        let select = try prepared(&table.selecting) { table.select }
        select.bind(1, id)
        select.bind(2, site.text)
        guard try select.step() else { return nil }
        defer { select.reset() }
        let place = RowPlace(select, of: kind)
        guard var record = try editedRecord(id, of: kind, columns(of: kind, in: select), select),
            let edit = try work(&record)
        else { return nil }
        // The row moves now: nothing that lies in it is used any more.
        select.reset()
        try write(record, at: place, of: table, arrival: arrival, edit)
        return place.latest
    }

    func plainValues(
        of id: RecordID, kind: Kind, site: SiteID
    ) throws -> [String: Value]? {
        let table = table(kind, isPublished: false)
        let select = try prepared(&table.selecting) { table.select }
        select.bind(1, id)
        select.bind(2, site.text)
        guard try select.step() else { return nil }
        defer { select.reset() }
        let columns = columns(of: kind, in: select).map { RawValue($0.value) }
        guard let record = try editedRecord(id, of: kind, columns, select) else { return nil }
        // Who asks will most likely edit it next, for which it need not be read again.
        seenRow = SeenRow(record: record, site: site, place: RowPlace(select, of: kind))
        var values = [String: Value](minimumCapacity: kind.fields.count)
        for (field, column) in zip(kind.fields, columns) {
            if case .null = column { continue }
            values[field.name] = column.value
        }
        return values
    }

    /// The row that was read last, if it is this record's; it is taken, as whoever asks may change it.
    private func takeSeen(_ id: RecordID, of kind: Kind, site: SiteID) -> SeenRow? {
        defer { seenRow = nil }
        guard let seenRow, seenRow.record.id == id, seenRow.site == site,
            seenRow.record.kind.name == kind.name
        else { return nil }
        return seenRow
    }

    private func editedRecord(
        _ id: RecordID, of kind: Kind, _ columns: [RawValue], _ select: SQLStatement
    ) throws -> EditedRecord? {
        var numbers = self
        return try EditedRecord(
            id: id, kind: kind, columns: columns,
            metadata: select.blob(Int32(KindTable.leading + kind.fields.count) + 3),
            numbers: &numbers)
    }

    private func write(
        _ record: EditedRecord, at place: RowPlace, of table: KindTable, arrival: Int64,
        _ edit: (recordedAt: Int64, actor: String)
    ) throws {
        var numbers = self
        let metadata = try record.metadata(numbers: &numbers)
        let places = record.written
        let update = try table.update(of: places, db)
        var index: Int32 = 1
        for place in places {
            update.bind(index, record.value(at: place))
            index += 1
        }
        update.bind(index, Timestamp.text(edit.recordedAt))
        update.bind(index + 1, edit.actor)
        update.bind(index + 2, arrival)
        update.bind(index + 3, metadata)
        update.bind(index + 4, place.number)
        guard try update.run() == 1 else { throw DamagedMetadata() }
    }

    /// The declared columns of the row that `select` stands on, where they lie.
    private func columns(of kind: Kind, in select: SQLStatement) -> [RawValue] {
        kind.fields.enumerated().map { offset, field in
            let index = Int32(KindTable.leading + offset)
            if select.isNull(index) { return .null }
            switch field.column {
            case .text: return .text(select.memory(index))
            case .integer:
                let integer = select.integer(index)
                return field.type == .boolean ? .boolean(integer != 0) : .integer(integer)
            case .json:
                return (try? Value(json: select.memory(index))).map { .nested($0) } ?? .null
            }
        }
    }
}
