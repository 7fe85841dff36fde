public import CausalCore
import Foundation
import GRDB
public import RecordModel

/// One conflict as this file keeps it; what it shows is worked out from the log.
public struct ConflictRow: Hashable, Sendable {
    /// The same on every replica: 16 bytes.
    public let id: [UInt8]
    /// Where it is.
    public let scope: Scope
    /// The record's kind.
    public let kind: String
    /// The record.
    public let record: RecordID
    /// What sort of difference.
    public let conflictClass: ConflictClass
    /// The field, or the identity that two records share; empty for the record as a whole.
    public let field: String
    /// The other record, where two are compared.
    public let other: RecordID?
    /// Whether it still waits for a person.
    public var isOpen: Bool
    /// The hash of the candidates: 16 bytes.
    public var version: [UInt8]
    /// The arrival that last moved it.
    public var moved: Int64

    /// Makes a row of its parts.
    public init(
        id: [UInt8], scope: Scope, kind: String, record: RecordID, conflictClass: ConflictClass,
        field: String, other: RecordID?, isOpen: Bool, version: [UInt8], moved: Int64
    ) {
        self.id = id
        self.scope = scope
        self.kind = kind
        self.record = record
        self.conflictClass = conflictClass
        self.field = field
        self.other = other
        self.isOpen = isOpen
        self.version = version
        self.moved = moved
    }
}

extension Store {
    private static let columns = """
        SELECT id, scope, kind, record, class, field, other, is_open, version, moved FROM conflict
        """

    /// The conflicts of `record`, open and settled, sorted by id.
    public func conflicts(of record: RecordID, in scope: Scope) throws -> [ConflictRow] {
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

    /// The conflict called `id`; nil where it never was.
    public func conflict(_ id: [UInt8]) throws -> ConflictRow? {
        let select = try SQLStatement(db, Self.columns + " WHERE id = ?")
        select.bind(1, id)
        defer { select.reset() }
        return try select.step() ? try row(select) : nil
    }

    /// The conflicts in any state, or only the open ones, moved after `since`, sorted by id.
    public func conflicts(onlyOpen: Bool, since: Int64 = 0) throws -> [ConflictRow] {
        let select = try SQLStatement(
            db,
            Self.columns + (onlyOpen ? " WHERE is_open = 1" : " WHERE 1")
                + " AND moved > ? ORDER BY id")
        select.bind(1, since)
        var rows: [ConflictRow] = []
        while try select.step() { rows.append(try row(select)) }
        #if PLANTED_BUGS
            if PlantedBug.active == .listsByArrival { rows.sort { $0.moved < $1.moved } }
        #endif
        return rows
    }

    /// How many conflicts are open, hints of two people at one record left out.
    public func openConflictCount() throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM conflict WHERE is_open = 1 AND class <> 'soft'") ?? 0
    }

    /// How many conflicts are open on each record that has any.
    public func openConflictCounts() throws -> [String: Int] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT record, count(*) FROM conflict WHERE is_open = 1 AND class <> 'soft'
                GROUP BY record
                """)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    /// Opens, changes or settles a conflict, and remembers the version's candidates.
    public func save(_ row: ConflictRow, candidates: [Dot]) throws {
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

    /// The candidates that `version` of a conflict had; nil where it was never shown here.
    public func candidates(of conflict: [UInt8], version: [UInt8]) throws -> [Dot]? {
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
}

extension Store {
    /// Withdraws a conflict whose grounds are gone: two records that no longer have anything in common.
    public func remove(_ row: ConflictRow) throws {
        try db.execute(sql: "DELETE FROM conflict WHERE id = ?", arguments: [Data(row.id)])
    }

    /// Withdraws all conflicts of a record that is no longer held.
    public func removeConflicts(of record: RecordID, in scope: Scope) throws {
        try db.execute(
            sql: "DELETE FROM conflict WHERE record = ? AND scope = ?",
            arguments: [record.text, try number(of: scope)])
    }
}
