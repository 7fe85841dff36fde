import RecordModel
import ReplicaStore

// The records as their kinds' tables show them.
extension MemoryStore {
    func forEachRow(
        of kind: Kind, _ query: RecordQuery, _ body: (RecordRow) throws -> Void
    ) throws {
        let own = table(TableName(kind: kind.name, isPublished: false)).rows
        var found = own.map { (key: $0.key, row: $0.value, isPublished: false) }
        if kind.hasPublishedCopies {
            let ids = Set(own.keys.map(\.id))
            found += table(TableName(kind: kind.name, isPublished: true)).rows
                .filter { !ids.contains($0.key.id) }
                .map { (key: $0.key, row: $0.value, isPublished: true) }
        }
        found = found.filter { fits($0.key, $0.row, of: kind, query) }
        found.sort { $0.key < $1.key }
        if query.isLatestFirst { found.reverse() }
        for (key, row, isPublished) in found.dropFirst(query.offset).prefix(query.limit ?? .max) {
            try body(
                RecordRow(
                    id: key.id, site: key.site, isPublished: isPublished,
                    values: row.columns.filter { kind[$0.key] != nil },
                    updatedAt: Timestamp.text(row.recordedAt), updatedBy: row.actor))
        }
    }

    private func fits(
        _ key: RowKey, _ row: MemoryRow, of kind: Kind, _ query: RecordQuery
    ) -> Bool {
        if let site = query.site, key.site != site { return false }
        if let beyond = query.beyond {
            guard query.isLatestFirst ? key.id < beyond : beyond < key.id else { return false }
        }
        for (name, value) in query.equals {
            guard let field = kind[name] else { return false }
            let shown = row.columns[name]
            if value != .null, field.column == .json {
                guard let text = (value.list?.first ?? value).text,
                    shown?.list?.contains(.text(text)) == true
                else { return false }
            } else if shown ?? .null != value {
                return false
            }
        }
        guard let search = query.search else { return true }
        let fields = (query.searched ?? kind.fields).filter { $0.column != .integer }
        return key.id.text == search || shows(search, row, in: fields)
            || query.related.contains { related in
                row.columns[related.field]?.text.flatMap(RecordID.init).map { named in
                    (places[named] ?? []).contains {
                        $0.table == TableName(kind: related.kind.name, isPublished: false)
                            && table($0.table)[$0.row].map {
                                shows(search, $0, in: related.kind.searched)
                            } == true
                    }
                } == true
            }
    }

    private func shows(_ search: String, _ row: MemoryRow, in fields: [Field]) -> Bool {
        fields.contains { field in
            guard let value = row.columns[field.name] else { return false }
            return (value.text ?? value.json).utf8.contains(search.utf8)
        }
    }

    func count(of kind: Kind, site: SiteID?) throws -> Int {
        table(TableName(kind: kind.name, isPublished: false)).rows.keys
            .count { site == nil || $0.site == site }
    }

    func records(
        of kind: Kind, site: SiteID, sharing identity: Kind.Identity, values: [String: Value],
        besides id: RecordID
    ) throws -> [RecordID] {
        guard let key = SharedKey(kind, site, identity, values) else { return [] }
        return (shared[key] ?? []).filter { $0 != id }.sorted()
    }

    func place(of id: RecordID, among kinds: KindCatalogue) throws -> RecordPlace? {
        guard let held = places[id], !held.isEmpty else { return nil }
        for isPublished in [false, true] {
            for kind in kinds.kinds where !isPublished || kind.hasPublishedCopies {
                let name = TableName(kind: kind.name, isPublished: isPublished)
                let sites = held.filter { $0.table == name }.map(\.row.site)
                if let site = sites.min(by: { $0.text < $1.text }) {
                    return RecordPlace(kind: kind.name, site: site, isPublished: isPublished)
                }
            }
        }
        return nil
    }

    func unlistedKinds(of id: RecordID) throws -> Set<String> {
        Set(unlisted.rows.keys.filter { $0.row.id == id }.map(\.table.kind))
    }

    func unlistedPlace(of id: RecordID) throws -> RecordPlace? {
        unlisted.rows.keys.filter { $0.row.id == id }.map {
            RecordPlace(
                kind: $0.table.kind, site: $0.row.site, isPublished: $0.table.isPublished)
        }.min {
            ($0.isPublished ? 1 : 0, $0.kind, $0.site.text)
                < ($1.isPublished ? 1 : 0, $1.kind, $1.site.text)
        }
    }

    func countByState(of kind: Kind) throws -> [String: Int] {
        guard kind[Lifecycle.field] != nil else { return [:] }
        let states = table(TableName(kind: kind.name, isPublished: false)).rows.values
            .compactMap { $0.columns[Lifecycle.field]?.text }
        return Dictionary(states.map { ($0, 1) }, uniquingKeysWith: +)
    }

    func records(
        of kind: Kind, where field: String, isUntil day: Day, notIn states: [String], limit: Int
    ) throws -> [RecordID] {
        guard kind[field] != nil else { return [] }
        let hidden = Set(kind[Lifecycle.field] == nil ? [] : states)
        return table(TableName(kind: kind.name, isPublished: false)).rows.compactMap {
            key, row -> (String, RecordID)? in
            let state = row.columns[Lifecycle.field]?.text ?? ""
            guard let text = row.columns[field]?.text, text <= day.text, !hidden.contains(state)
            else { return nil }
            return (text, key.id)
        }
        .sorted { $0 < $1 }.prefix(limit).map(\.1)
    }

    func dueVisits(
        of kind: Kind, until day: Day, among kinds: KindCatalogue
    ) throws -> [DueVisit] {
        guard let (rhythm, visits) = kind.visits(among: kinds) else { return [] }
        var last: [RowKey: (at: String, id: RecordID, outcome: String?)] = [:]
        for (key, row) in table(TableName(kind: visits.name, isPublished: false)).rows {
            guard let subject = row.columns[rhythm.subject]?.text.flatMap(RecordID.init),
                let at = row.columns[rhythm.at]?.text
            else { continue }
            let visited = RowKey(id: subject, site: key.site)
            if let known = last[visited], (at, key.id) < (known.at, known.id) { continue }
            last[visited] = (at, key.id, rhythm.retry.flatMap { row.columns[$0.field]?.text })
        }
        return table(TableName(kind: kind.name, isPublished: false)).rows.compactMap {
            key, row -> DueVisit? in
            guard let level = row.columns[rhythm.level]?.text, rhythm.days[level] != nil,
                rhythm.states.isEmpty
                    || row.columns[Lifecycle.field]?.text.map(rhythm.states.contains) == true
            else { return nil }
            let visit = last[key]
            let missed = visit?.outcome.flatMap {
                rhythm.retry?.values.contains($0) == true ? $0 : nil
            }
            let day = visit.flatMap { Day(String($0.at.prefix(10))) }
            let next =
                day.flatMap { rhythm.due(level: level, after: $0, outcome: missed) }
                ?? Day(millisecondsSince1970: key.id.millisecondsSince1970)
            return DueVisit(
                record: key.id, site: key.site, level: level, last: day, due: next, missed: missed)
        }
        .filter { $0.due <= day }.sorted { ($0.due, $0.record) < ($1.due, $1.record) }
    }
}
