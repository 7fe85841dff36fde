import CausalCore
import Foundation
import GRDB
import RecordModel

extension SQLiteStore {
    private static let columns = """
        SELECT id, scope, kind, record, class, field, other, is_open, version, moved FROM conflict
        """

    func conflicts(of record: RecordID, in scope: Scope) throws -> [ConflictRow] {
        guard let number = try knownNumber(of: scope) else { return [] }
        let select = try prepared(&findingConflicts) {
            Self.columns + " WHERE record = ? AND scope = ?"
        }
        select.bind(1, record.text)
        select.bind(2, number)
        var rows: [ConflictRow] = []
        while try select.step() { rows.append(try row(select)) }
        // Here and not in SQL, where a sorter is made even for nothing, which most find.
        return rows.sorted { $0.id.lexicographicallyPrecedes($1.id) }
    }

    func conflict(_ id: [UInt8]) throws -> ConflictRow? {
        let select = try SQLStatement(db, Self.columns + " WHERE id = ?")
        select.bind(1, id)
        defer { select.reset() }
        return try select.step() ? try row(select) : nil
    }

    func conflicts(onlyOpen: Bool, since: Int64) throws -> [ConflictRow] {
        let select = try SQLStatement(
            db,
            Self.columns + (onlyOpen ? " WHERE is_open = 1" : " WHERE 1")
                + " AND moved > ? ORDER BY id")
        select.bind(1, since)
        var rows: [ConflictRow] = []
        while try select.step() { rows.append(try row(select)) }
        return rows
    }

    func openConflictCount() throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM conflict WHERE is_open = 1 AND class <> 'soft'") ?? 0
    }

    func openConflictCounts() throws -> [String: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT record, count(*) FROM conflict WHERE is_open = 1 AND class <> 'soft'
                GROUP BY record
                """)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    func save(_ row: ConflictRow, candidates: [Dot]) throws {
        let scope = try number(of: row.scope)
        let insert = try prepared(&savingConflict) {
            "INSERT OR REPLACE INTO conflict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        }
        insert.bind(1, row.id)
        insert.bind(2, scope)
        insert.bind(3, row.kind)
        insert.bind(4, row.record.text)
        insert.bind(5, row.conflictClass.rawValue)
        insert.bind(6, row.field)
        insert.bind(7, row.other?.text ?? "")
        insert.bind(8, Int64(row.isOpen ? 1 : 0))
        insert.bind(9, row.version)
        insert.bind(10, row.moved)
        try insert.run()
        guard row.isOpen else { return }
        var dots: [UInt8] = []
        for dot in candidates { dot.append(to: &dots) }
        let version = try prepared(&savingVersion) {
            "INSERT OR IGNORE INTO conflict_version VALUES (?, ?, ?)"
        }
        version.bind(1, row.id)
        version.bind(2, row.version)
        version.bind(3, dots)
        try version.run()
    }

    func candidates(of conflict: [UInt8], version: [UInt8]) throws -> [Dot]? {
        let select = try SQLStatement(
            db, "SELECT dots FROM conflict_version WHERE conflict = ? AND version = ?")
        select.bind(1, conflict)
        select.bind(2, version)
        guard try select.step() else { return nil }
        let bytes = select.blob(0)
        select.reset()
        let starts = stride(
            from: 0, to: bytes.count - bytes.count % Dot.byteCount, by: Dot.byteCount)
        return starts.compactMap { Dot(bytes: bytes[$0..<$0 + Dot.byteCount]) }
    }

    private func row(_ select: SQLStatement) throws -> ConflictRow {
        guard let record = RecordID(select.text(3)),
            let conflictClass = ConflictClass(rawValue: select.text(4))
        else { throw DamagedMetadata() }
        return ConflictRow(
            id: select.blob(0), scope: try scope(numbered: select.integer(1)), kind: select.text(2),
            record: record,
            conflictClass: conflictClass, field: select.text(5),
            other: RecordID(select.text(6)), isOpen: select.integer(7) == 1,
            version: select.blob(8), moved: select.integer(9))
    }

    func remove(_ row: ConflictRow) throws {
        try db.execute(sql: "DELETE FROM conflict WHERE id = ?", arguments: [Data(row.id)])
    }

    func removeConflicts(of record: RecordID, in scope: Scope) throws {
        try db.execute(
            sql: "DELETE FROM conflict WHERE record = ? AND scope = ?",
            arguments: [record.text, try number(of: scope)])
    }
}
