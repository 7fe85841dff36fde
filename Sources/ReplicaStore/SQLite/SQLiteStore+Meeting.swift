import RecordModel

extension SQLiteStore {
    /// From the texts where they lie: making values of them was a twentieth of a save.
    func meetsAnother(_ record: NewRecord, of site: SiteID, by place: Int) throws -> Bool {
        let comparison = record.kind.comparisons[place]
        let table = table(record.kind, isPublished: false)
        let select = try prepared(&table.meeting[place]) { table.share(comparison.identity) }
        var index: Int32 = 1
        for (part, field) in zip(comparison.identity.parts, comparison.places) {
            switch (record.value(at: field), part.isDay) {
            case (.text(let utf8), _) where utf8.isEmpty: return false
            case (.text(let utf8), false): select.bind(index, staying: utf8)
            case (.text(let utf8), true):
                guard let day = Self.day(of: utf8) else {
                    return try meetsInGeneral(record, of: site, by: place)
                }
                select.bind(index, staying: day)
            case (.nested, _): return try meetsInGeneral(record, of: site, by: place)
            case (.null, _), (.boolean, _), (.integer, _): return false
            }
            index += 1
        }
        select.bind(index, site.text)
        select.bind(index + 1, record.id)
        defer { select.reset() }
        return try select.step()
    }

    /// The first ten bytes, where they are digits and hyphens and so ten code points; nil for any other text.
    private static func day(of utf8: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let day = UnsafeRawBufferPointer(rebasing: utf8.prefix(10))
        let isPlain = day.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
        return isPlain ? day : nil
    }
}
