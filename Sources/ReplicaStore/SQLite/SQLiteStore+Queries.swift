import GRDB
import RecordModel

extension SQLiteStore {
    func forEachRow(
        of kind: Kind, _ query: RecordQuery, _ body: (RecordRow) throws -> Void
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

    func count(of kind: Kind, site: SiteID?) throws -> Int {
        try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM \"\(kind.name)\"" + (site == nil ? "" : " WHERE site = ?"),
            arguments: site.map { [$0.text] } ?? []) ?? 0
    }

    func records(
        of kind: Kind, site: SiteID, sharing identity: Kind.Identity, values: [String: Value],
        besides id: RecordID
    ) throws -> [RecordID] {
        guard let texts = identity.texts(of: values) else { return [] }
        let table = table(kind, isPublished: false)
        let select = try prepared(&table.sharing[identity]) { table.share(identity) }
        for (index, text) in texts.enumerated() { select.bind(Int32(index + 1), text) }
        select.bind(Int32(texts.count + 1), site.text)
        select.bind(Int32(texts.count + 2), id)
        var ids: [RecordID] = []
        while try select.step() { RecordID(select.text(0)).map { ids.append($0) } }
        // Here and not in SQL, where a sorter is made even for nothing, which most find.
        return ids.count > 1 ? ids.sorted() : ids
    }

    func keys(of kind: Kind) throws -> [(id: RecordID, site: SiteID)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, site FROM "\(kind.name)"
                UNION SELECT record, site FROM unlisted
                    WHERE kind = ? AND is_published = 0 AND (site = ?) = ?
                ORDER BY 1, 2
                """,
            arguments: [kind.name, SiteID.hub.text, kind.audience == .control ? 1 : 0]
        ).map { row in
            guard let id = RecordID(row[0] as String), let site = SiteID(row[1] as String) else {
                throw DamagedMetadata()
            }
            return (id, site)
        }
    }

    func place(of id: RecordID, among kinds: KindCatalogue) throws -> RecordPlace? {
        guard !kinds.kinds.isEmpty else { return nil }
        let (select, tables) = try placing ?? preparePlacing(among: kinds)
        select.bind(1, id)
        // The first is picked here: ORDER BY over a compound makes SQLite set up a sorter each time,
        // which cost more than all look-ups together.
        var first: (rank: Int64, site: String)?
        while try select.step() {
            let found = (rank: select.integer(0), site: select.text(1))
            if first.map({ found < $0 }) ?? true { first = found }
        }
        guard let first, let site = SiteID(first.site) else { return nil }
        let table = tables[Int(first.rank)]
        return RecordPlace(kind: table.kind, site: site, isPublished: table.isPublished)
    }

    private func preparePlacing(
        among kinds: KindCatalogue
    ) throws -> (statement: SQLStatement, tables: [KindTable.Key]) {
        let tables = [false, true].flatMap { isPublished in
            kinds.kinds.filter { !isPublished || $0.hasPublishedCopies }
                .map { KindTable.Key(kind: $0.name, isPublished: isPublished) }
        }
        let parts = tables.enumerated().map { rank, table in
            let name = KindTable.name(table.kind, isPublished: table.isPublished)
            return "SELECT \(rank) AS rank, site FROM \"\(name)\" WHERE id = ?1"
        }
        let prepared = (try SQLStatement(db, parts.joined(separator: " UNION ALL ")), tables)
        placing = prepared
        return prepared
    }

    func unlistedKinds(of id: RecordID) throws -> Set<String> {
        try Set(
            String.fetchAll(
                db, sql: "SELECT kind FROM unlisted WHERE record = ?", arguments: [id.text]))
    }

    func unlistedPlace(of id: RecordID) throws -> RecordPlace? {
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
