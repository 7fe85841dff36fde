import RecordModel

extension SQLiteStore {
    func edit(
        _ id: RecordID, of kind: Kind, site: SiteID, isPublished: Bool, arrival: Int64,
        _ work: (inout EditedRecord) throws -> (recordedAt: Int64, actor: String)?
    ) throws -> Int64? {
        let table = table(kind, isPublished: isPublished)
        let select = try prepared(&table.selecting) { table.select }
        select.bind(1, id.text)
        select.bind(2, site.text)
        guard try select.step() else { return nil }
        defer { select.reset() }
        let trailing = Int32(KindTable.leading + kind.fields.count)
        let (latest, row) = (select.integer(trailing + 2), select.integer(trailing + 4))
        var numbers = self
        guard
            var record = try EditedRecord(
                id: id, kind: kind, columns: columns(of: kind, in: select),
                metadata: select.blob(trailing + 3), numbers: &numbers),
            let edit = try work(&record)
        else { return nil }
        let metadata = try record.metadata(numbers: &numbers)
        // The row moves now: nothing that lies in it is used any more.
        select.reset()
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
        update.bind(index + 4, row)
        guard try update.run() == 1 else { throw DamagedMetadata() }
        return latest
    }

    func plainValues(
        of id: RecordID, kind: Kind, site: SiteID
    ) throws -> [String: Value]? {
        let table = table(kind, isPublished: false)
        let select = try prepared(&table.selecting) { table.select }
        select.bind(1, id.text)
        select.bind(2, site.text)
        guard try select.step() else { return nil }
        defer { select.reset() }
        let columns = columns(of: kind, in: select)
        let metadata = select.blob(Int32(KindTable.leading + kind.fields.count) + 3)
        var numbers = self
        let plain = try EditedRecord(
            id: id, kind: kind, columns: columns, metadata: metadata, numbers: &numbers)
        guard plain != nil else { return nil }
        var values = [String: Value](minimumCapacity: kind.fields.count)
        for (field, column) in zip(kind.fields, columns) {
            if case .null = column { continue }
            values[field.name] = column.value
        }
        return values
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
