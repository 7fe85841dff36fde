public import RecordModel

/// Somebody who is to be visited.
public struct DueVisit: Hashable, Sendable {
    /// The record visited.
    public let record: RecordID
    /// Its site.
    public let site: SiteID
    /// The level that says how often.
    public let level: String
    /// The day of the last visit; nil for never.
    public let last: Day?
    /// The day of the next.
    public let due: Day
    /// What that last visit's field says, where it met nobody.
    public let missed: String?

    package init(
        record: RecordID, site: SiteID, level: String, last: Day?, due: Day, missed: String?
    ) {
        self.record = record
        self.site = site
        self.level = level
        self.last = last
        self.due = due
        self.missed = missed
    }
}

extension Value {
    /// The value as an identity compares it; nil where it is empty or has no single text.
    ///
    /// A day is ten scalars and not ten characters, and ends before U+0000, as `substr` has it in SQLite:
    /// or one of two records would find the other, and not the other way round.
    public func identityText(isDay: Bool) -> String? {
        guard case .text(let text) = self else { return nil }
        guard isDay else { return text.isEmpty ? nil : text }
        let day = text.unicodeScalars.prefix { $0.value != 0 }.prefix(10)
        return day.isEmpty ? nil : String(String.UnicodeScalarView(day))
    }
}

extension Kind.Identity {
    /// What `values` have in its parts, in their order; nil where a part is empty.
    public func texts(of values: [String: Value]) -> [String]? {
        var texts: [String] = []
        for part in parts {
            guard let text = values[part.field]?.identityText(isDay: part.isDay) else { return nil }
            texts.append(text)
        }
        return texts
    }
}

extension QueryStore {
    /// From the record's values, as ``records(of:site:sharing:values:besides:)`` asks.
    public func meetsAnother(
        _ record: NewRecord, of site: SiteID, by place: Int
    ) throws -> Bool {
        try meetsInGeneral(record, of: site, by: place)
    }

    /// What ``meetsAnother(_:of:by:)`` must say, however a store comes to it.
    package func meetsInGeneral(_ record: NewRecord, of site: SiteID, by place: Int) throws -> Bool
    {
        let comparison = record.kind.comparisons[place]
        var values: [String: Value] = [:]
        for (part, place) in zip(comparison.identity.parts, comparison.places) {
            values[part.field] = record.value(at: place).value
        }
        return try !records(
            of: record.kind, site: site, sharing: comparison.identity, values: values,
            besides: record.id
        ).isEmpty
    }
}

extension Kind {
    /// The rhythm of this kind and the kind of its visits; nil where it has none, or those are not
    /// known here or have other fields.
    public func visits(among kinds: KindCatalogue) -> (rhythm: Rhythm, kind: Kind)? {
        guard let rhythm, let visits = kinds[rhythm.kind], visits[rhythm.subject] != nil,
            visits[rhythm.at] != nil, rhythm.retry.map({ visits[$0.field] != nil }) ?? true
        else { return nil }
        return (rhythm, visits)
    }
}

/// Where a record is kept.
public struct RecordPlace: Hashable, Sendable {
    /// The name of its kind.
    public let kind: String
    /// Its site.
    public let site: SiteID
    /// Whether only the published copy is held.
    public let isPublished: Bool

    package init(kind: String, site: SiteID, isPublished: Bool) {
        self.kind = kind
        self.site = site
        self.isPublished = isPublished
    }
}

extension Kind {
    /// The fields whose texts a search by a person looks into: what names people and records.
    public var searched: [Field] {
        fields.filter { field in
            switch field.type {
            case .text, .residentNumber, .phone:
                field.merge != .log
                    && (field.isPersonal || field.isNumber || columns.contains(field.name))
            default: false
            }
        }
    }
}

/// The records as their kinds' tables show them.
public protocol QueryStore {
    /// Calls `body` with each record of `kind` that fits `query`, in order of id; the site's own copy
    /// of a published record comes before, and instead of, its public one.
    func forEachRow(
        of kind: Kind, _ query: RecordQuery, _ body: (RecordRow) throws -> Void
    ) throws

    /// How many records of `kind` its table shows.
    func count(of kind: Kind, site: SiteID?) throws -> Int

    /// Records of one site, `id` left out, that have the same values as `values` in the parts of
    /// `identity`; sorted by id. None where a part is empty.
    func records(
        of kind: Kind, site: SiteID, sharing identity: Kind.Identity, values: [String: Value],
        besides id: RecordID
    ) throws -> [RecordID]

    /// Whether another record of `site` has what `record` has in the parts of its kind's comparison at
    /// `place`. Asked of every record that is made: nearly none does.
    func meetsAnother(_ record: NewRecord, of site: SiteID, by place: Int) throws -> Bool

    /// Where the record called `id` is kept, the site's own copy before a published one; nil where it
    /// is not held, or deleted.
    func place(of id: RecordID, among kinds: KindCatalogue) throws -> RecordPlace?

    /// Where a deleted record, or one of a kind not known here, is kept; nil where it is not.
    func unlistedPlace(of id: RecordID) throws -> RecordPlace?

    /// The kinds under which a record called `id` is deleted, or waits for its kind.
    func unlistedKinds(of id: RecordID) throws -> Set<String>

    /// The records of `kind` held in its site's own scope, deleted ones too, sorted by id.
    func keys(of kind: Kind) throws -> [(id: RecordID, site: SiteID)]

    /// How many records of `kind` are in each state of its life cycle.
    func countByState(of kind: Kind) throws -> [String: Int]

    /// The records of `kind` whose day in `field` is not after `day` and whose state is none of
    /// `states`: the earliest day first, then by id.
    func records(
        of kind: Kind, where field: String, isUntil day: Day, notIn states: [String], limit: Int
    ) throws -> [RecordID]

    /// Who is to be visited until `day`, by the rhythm of `kind`: the longest overdue first, at one day
    /// in order of id. Somebody never visited is due on the day that the record was made.
    /// Nobody where the visits' kind is not known here or has other fields.
    func dueVisits(
        of kind: Kind, until day: Day, among kinds: KindCatalogue
    ) throws -> [DueVisit]
}

extension QueryStore {
    /// Calls `body` with every record of `kind`, as ``forEachRow(of:_:_:)`` does.
    public func forEachRow(of kind: Kind, _ body: (RecordRow) throws -> Void) throws {
        try forEachRow(of: kind, RecordQuery(), body)
    }

    /// How many records of `kind` its table shows, of all sites.
    public func count(of kind: Kind) throws -> Int {
        try count(of: kind, site: nil)
    }

    /// The first record of `kind` whose `field` shows `text`; nil where there is none.
    public func firstRow(of kind: Kind, where field: String, is text: String) throws -> RecordRow? {
        var found: RecordRow?
        try forEachRow(of: kind, RecordQuery(equals: [field: .text(text)], limit: 1)) { found = $0 }
        return found
    }
}
