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
    private let kind: Kind

    init(kind: Kind) throws {
        self.kind = kind
        guard sqlite3_open(path, &connection) == SQLITE_OK else { throw Failure() }
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA cache_size = -32000")
        let columns = kind.fields.map {
            "\($0.name) \($0.column == .integer ? "INTEGER" : "TEXT")"
        }
        try run(
            "CREATE TABLE floor(id TEXT PRIMARY KEY, site TEXT, \(columns.joined(separator: ", ")))"
                + " STRICT")
        let marks = repeatElement("?", count: kind.fields.count + 2).joined(separator: ", ")
        let sql = "INSERT INTO floor VALUES (\(marks))"
        guard sqlite3_prepare_v2(connection, sql, -1, &insert, nil) == SQLITE_OK else {
            throw Failure()
        }
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close(connection)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    func run(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw Failure() }
    }

    func add(_ row: SampleInput) throws {
        bind(1, row.id.text)
        bind(2, row.site.text)
        var index: Int32 = 3
        for field in kind.fields {
            switch row.values[field.name] {
            case nil, .null: sqlite3_bind_null(insert, index)
            case .integer(let integer): sqlite3_bind_int64(insert, index, integer)
            case .boolean(let boolean): sqlite3_bind_int64(insert, index, boolean ? 1 : 0)
            case .text(let text): bind(index, text)
            case .some(let value): bind(index, value.json)
            }
            index += 1
        }
        guard sqlite3_step(insert) == SQLITE_DONE else { throw Failure() }
        sqlite3_reset(insert)
    }

    private func bind(_ index: Int32, _ text: String) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var text = text
        text.withUTF8 { utf8 in
            _ = utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(insert, index, $0.baseAddress, Int32($0.count), transient)
            }
        }
    }

    var fileBytes: Int {
        try? run("PRAGMA wal_checkpoint(TRUNCATE)")
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }
}
