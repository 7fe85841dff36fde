import GRDB
public import RecordModel

/// What to list.
public struct RecordQuery: Hashable, Sendable {
    /// Only records of this site; nil for all that are held.
    public var site: SiteID?
    /// Only records whose fields have these values.
    public var equals: [String: Value]
    /// Only records with this text in any text column, or in one of ``searched``.
    public var search: String?
    /// The columns that ``search`` looks into; nil for all that hold text.
    public var searched: [Field]?
    /// Fields that name other records, whose own searched fields ``search`` looks into as well.
    public var related: [Related] = []
    /// Whether the latest ids come first.
    public var isLatestFirst: Bool
    /// Only records that come after this one, in that order.
    public var beyond: RecordID?
    /// The most rows; nil for all.
    public var limit: Int?
    /// Rows to pass over first.
    public var offset: Int

    /// A field that names records of another kind.
    public struct Related: Hashable, Sendable {
        /// The field.
        public let field: String
        /// The kind that it names.
        public let kind: Kind

        /// Makes one of its parts.
        public init(field: String, kind: Kind) {
            self.field = field
            self.kind = kind
        }
    }

    /// Makes a query; without arguments, for everything.
    public init(
        site: SiteID? = nil, equals: [String: Value] = [:], search: String? = nil,
        searched: [Field]? = nil, isLatestFirst: Bool = false, beyond: RecordID? = nil,
        limit: Int? = nil, offset: Int = 0
    ) {
        self.site = site
        self.equals = equals
        self.search = search
        self.searched = searched
        self.isLatestFirst = isLatestFirst
        self.beyond = beyond
        self.limit = limit
        self.offset = offset
    }
}

/// One row of a kind's table, as shown.
public struct RecordRow: Hashable, Sendable {
    /// The record.
    public let id: RecordID
    /// Its site.
    public let site: SiteID
    /// Whether this is the published copy.
    public let isPublished: Bool
    /// The shown values that are not empty.
    public let values: [String: Value]
    /// The author's clock at the highest change.
    public let updatedAt: String
    /// The person who made it.
    public let updatedBy: String

    /// Makes a row of its parts.
    public init(
        id: RecordID, site: SiteID, isPublished: Bool, values: [String: Value], updatedAt: String,
        updatedBy: String
    ) {
        self.id = id
        self.site = site
        self.isPublished = isPublished
        self.values = values
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }
}

extension Store {
    /// Calls `body` with each record of `kind` that fits `query`, in order of id; the site's own copy
    /// of a published record comes before, and instead of, its public one.
    public func forEachRow(
        of kind: Kind, _ query: RecordQuery = RecordQuery(), _ body: (RecordRow) throws -> Void
    ) throws {
        var tables = [table(kind, isPublished: false)]
        if kind.hasPublishedCopies { tables.append(table(kind, isPublished: true)) }
        var arguments: [any DatabaseValueConvertible] = []
        let parts = tables.enumerated().map { index, table in
            let columns = (["id", "site"] + kind.fields.map(\.name)).map { "\"\($0)\"" }
            var sql = """
                SELECT \(columns.joined(separator: ", ")), updated_at, updated_by, _latest, _meta,
                    \(index) AS _published
                FROM "\(table.name)" WHERE 1
                """
            if index == 1 { sql += " AND id NOT IN (SELECT id FROM \"\(kind.name)\")" }
            if let site = query.site {
                sql += " AND site = ?"
                arguments.append(site.text)
            }
            if let beyond = query.beyond {
                sql += " AND id \(query.isLatestFirst ? "<" : ">") ?"
                arguments.append(beyond.text)
            }
            for (name, value) in query.equals.sorted(by: { $0.key < $1.key }) {
                sql += condition(kind[name], name: name, value: value, &arguments)
            }
            if let search = query.search {
                let texts = (query.searched ?? kind.fields).filter { $0.column != .integer }.map {
                    "instr(\"\($0.name)\", ?) > 0"
                }
                let others = query.related.map { related in
                    let named = related.kind.searched.map { "instr(\"\($0.name)\", ?) > 0" }
                    return "\"\(related.field)\" IN (SELECT id FROM \"\(related.kind.name)\" WHERE "
                        + named.joined(separator: " OR ") + ")"
                }
                sql += " AND (id = ? " + (texts + others).map { "OR \($0) " }.joined() + ")"
                let marks =
                    texts.count + 1 + query.related.reduce(0) { $0 + $1.kind.searched.count }
                arguments += [any DatabaseValueConvertible](repeating: search, count: marks)
            }
            return sql
        }
        let sql =
            parts.joined(separator: " UNION ALL ")
            + " ORDER BY id \(query.isLatestFirst ? "DESC " : "")LIMIT \(query.limit ?? -1) OFFSET \(query.offset)"
        let statement = try db.makeStatement(sql: sql)
        try statement.setArguments(StatementArguments(arguments))
        let rows = SQLStatement(bound: statement, db)
        defer { rows.reset() }
        let last = Int32(kind.fields.count + KindTable.leading + 4)
        while try rows.step() {
            let row = KindRow(rows, kind: kind)
            guard let id = RecordID(row.id), let site = SiteID(row.site) else {
                throw DamagedMetadata()
            }
            try body(
                RecordRow(
                    id: id, site: site, isPublished: rows.integer(last) == 1, values: row.columns,
                    updatedAt: row.updatedAt, updatedBy: row.updatedBy))
        }
    }

    private func condition(
        _ field: Field?, name: String, value: Value,
        _ arguments: inout [any DatabaseValueConvertible]
    ) -> String {
        guard let field else { return " AND 0" }
        switch (field.column, value) {
        case (_, .null): return " AND \"\(name)\" IS NULL"
        case (.json, _):
            guard let text = (value.list?.first ?? value).text else { return " AND 0" }
            arguments.append(text)
            return " AND EXISTS (SELECT 1 FROM json_each(\"\(name)\") WHERE value = ?)"
        case (_, .integer(let integer)): arguments.append(integer)
        case (_, .boolean(let boolean)): arguments.append(boolean ? 1 : 0)
        case (_, .text(let text)): arguments.append(text)
        case (_, .list), (_, .object): return " AND 0"
        }
        return " AND \"\(name)\" = ?"
    }

    /// How many records of `kind` its table shows.
    public func count(of kind: Kind, site: SiteID? = nil) throws -> Int {
        try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM \"\(kind.name)\"" + (site == nil ? "" : " WHERE site = ?"),
            arguments: site.map { [$0.text] } ?? []) ?? 0
    }

    /// Records of one site, `id` left out, that have the same values as `values` in the parts of
    /// `identity`; sorted by id. None where a part is empty.
    public func records(
        of kind: Kind, site: SiteID, sharing identity: Kind.Identity, values: [String: Value],
        besides id: RecordID
    ) throws -> [RecordID] {
        var texts: [String] = []
        for part in identity.parts {
            guard let text = values[part.field]?.identityText(isDay: part.isDay) else { return [] }
            texts.append(text)
        }
        let table = table(kind, isPublished: false)
        let select = try prepared(&table.sharing[identity]) { table.share(identity) }
        for (index, text) in texts.enumerated() { select.bind(Int32(index + 1), text) }
        select.bind(Int32(texts.count + 1), site.text)
        select.bind(Int32(texts.count + 2), id.text)
        var ids: [RecordID] = []
        while try select.step() { RecordID(select.text(0)).map { ids.append($0) } }
        // Here and not in SQL, where a sorter is made even for nothing, which most find.
        return ids.count > 1 ? ids.sorted() : ids
    }
}

extension Value {
    /// The value as an identity compares it; nil where it is empty or has no single text.
    public func identityText(isDay: Bool) -> String? {
        guard case .text(let text) = self, !text.isEmpty else { return nil }
        return isDay ? String(text.prefix(10)) : text
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
}

extension Store {
    /// Where the record called `id` is kept, the site's own copy before a published one; nil where it
    /// is not held, or deleted.
    public func place(of id: RecordID, among kinds: KindCatalogue) throws -> RecordPlace? {
        let tables = [false, true].flatMap { isPublished in
            kinds.kinds.filter { !isPublished || $0.hasPublishedCopies }.map { ($0, isPublished) }
        }
        guard !tables.isEmpty else { return nil }
        let select = try prepared(&placing) {
            let parts = tables.enumerated().map { rank, table in
                let name = KindTable.name(table.0.name, isPublished: table.1)
                return "SELECT \(rank) AS rank, site FROM \"\(name)\" WHERE id = ?1"
            }
            return parts.joined(separator: " UNION ALL ")
        }
        select.bind(1, id.text)
        // The first is picked here: ORDER BY over a compound makes SQLite set up a sorter each time,
        // which cost more than all look-ups together.
        var first: (rank: Int64, site: String)?
        while try select.step() {
            let found = (rank: select.integer(0), site: select.text(1))
            if first.map({ found < $0 }) ?? true { first = found }
        }
        guard let first, let site = SiteID(first.site) else { return nil }
        let (kind, isPublished) = tables[Int(first.rank)]
        return RecordPlace(kind: kind.name, site: site, isPublished: isPublished)
    }

    /// Where a deleted record, or one of a kind not known here, is kept; nil where it is not.
    public func unlistedPlace(of id: RecordID) throws -> RecordPlace? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT kind, site, is_published FROM unlisted WHERE record = ?
                ORDER BY is_published, kind, site LIMIT 1
                """, arguments: [id.text]
        ).flatMap { row in
            SiteID(row[1] as String).map {
                RecordPlace(kind: row[0], site: $0, isPublished: row[2] == 1)
            }
        }
    }
}

extension Store {
    /// The first record of `kind` whose `field` shows `text`; nil where there is none.
    public func firstRow(of kind: Kind, where field: String, is text: String) throws -> RecordRow? {
        var found: RecordRow?
        try forEachRow(of: kind, RecordQuery(equals: [field: .text(text)], limit: 1)) { found = $0 }
        return found
    }
}
