import Foundation
import GRDBSQLite
import RecordModel

/// The same rows into the same typed table through SQLite's C interface, and nothing else: what a
/// merge can be measured against.
final class Floor {
    struct Failure: Error {}

    private let path = NSTemporaryDirectory() + "zssync-floor-" + UUID().uuidString
    private var connection: OpaquePointer?
    private var insert: OpaquePointer?
    private var update: OpaquePointer?
    private let kind: Kind

    /// An empty table for `kind`. `updating` are the fields that ``update(_:_:)`` writes.
    init(kind: Kind, updating: [String] = []) throws {
        self.kind = kind
        guard sqlite3_open(path, &connection) == SQLITE_OK else { throw Failure() }
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA cache_size = -8000")
        let columns = kind.fields.map {
            "\($0.name) \($0.column == .integer ? "INTEGER" : "TEXT")"
        }
        try run(
            "CREATE TABLE floor(id TEXT PRIMARY KEY, site TEXT, \(columns.joined(separator: ", ")))"
                + " STRICT")
        let marks = repeatElement("?", count: kind.fields.count + 2).joined(separator: ", ")
        insert = try prepare("INSERT INTO floor VALUES (\(marks))")
        guard !updating.isEmpty else { return }
        let assignments = updating.map { "\($0) = ?" }.joined(separator: ", ")
        update = try prepare("UPDATE floor SET \(assignments) WHERE id = ?")
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_finalize(update)
        sqlite3_close(connection)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else {
            throw Failure()
        }
        return statement
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw Failure() }
    }

    /// Runs `work` in one transaction.
    func transaction(_ work: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE")
        try work()
        try run("COMMIT")
    }

    /// Inserts rows.
    func add(_ rows: some Sequence<SampleInput>) throws {
        for row in rows {
            bind(insert, 1, .text(row.id.text))
            bind(insert, 2, .text(row.site.text))
            for (index, field) in kind.fields.enumerated() {
                bind(insert, Int32(index + 3), row.values[field.name])
            }
            try finish(insert)
        }
    }

    /// Writes `values`, one for each updated field, into the row called `id`.
    func update(_ id: RecordID, _ values: [Value]) throws {
        for (index, value) in values.enumerated() { bind(update, Int32(index + 1), value) }
        bind(update, Int32(values.count + 1), .text(id.text))
        try finish(update)
    }

    private func finish(_ statement: OpaquePointer?) throws {
        guard sqlite3_step(statement) == SQLITE_DONE else { throw Failure() }
        sqlite3_reset(statement)
    }

    private func bind(_ statement: OpaquePointer?, _ index: Int32, _ value: Value?) {
        switch value {
        case nil, .null: sqlite3_bind_null(statement, index)
        case .integer(let integer): sqlite3_bind_int64(statement, index, integer)
        case .boolean(let boolean): sqlite3_bind_int64(statement, index, boolean ? 1 : 0)
        case .text(let text): bind(statement, index, text)
        case .some(let value): bind(statement, index, value.json)
        }
    }

    private func bind(_ statement: OpaquePointer?, _ index: Int32, _ text: String) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var text = text
        text.withUTF8 { utf8 in
            _ = utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), transient)
            }
        }
    }

    var fileBytes: Int {
        try? run("PRAGMA wal_checkpoint(TRUNCATE)")
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }
}
