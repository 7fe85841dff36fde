import GRDB
import RecordModel

extension SQLiteStore {
    func countByState(of kind: Kind) throws -> [String: Int] {
        guard kind[Lifecycle.field] != nil else { return [:] }
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT "\(Lifecycle.field)", count(*) FROM "\(kind.name)"
                WHERE "\(Lifecycle.field)" IS NOT NULL GROUP BY 1
                """)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    func records(
        of kind: Kind, where field: String, isUntil day: Day, notIn states: [String], limit: Int
    ) throws -> [RecordID] {
        guard kind[field] != nil else { return [] }
        let hidden = states.map { "'\($0)'" }.joined(separator: ", ")
        let status =
            kind[Lifecycle.field] == nil
            ? "" : " AND coalesce(\"\(Lifecycle.field)\", '') NOT IN (\(hidden))"
        return try String.fetchAll(
            db,
            sql: """
                SELECT id FROM "\(kind.name)" WHERE "\(field)" <= ?\(status)
                ORDER BY "\(field)", id LIMIT ?
                """, arguments: [day.text, limit]
        ).compactMap { RecordID($0) }
    }
}
