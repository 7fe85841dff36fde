import GRDB
import GRDBSQLite
import RecordModel

/// A prepared statement of GRDB's connection, bound and stepped through SQLite's C interface.
///
/// On the hot path: building GRDB's argument arrays costs more than the insert itself.
struct SQLStatement {
    private let statement: OpaquePointer
    private let db: Database
    private let owner: Statement
    // SQLITE_TRANSIENT is a macro that Swift does not import: -1, "copy the bytes now".
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// The statement for `sql`, prepared once per connection.
    ///
    /// The caller binds every parameter: those of the last use are not cleared.
    init(_ db: Database, _ sql: String) throws {
        self.db = db
        owner = try db.cachedStatement(sql: sql)
        statement = owner.sqliteStatement
        sqlite3_reset(statement)
    }

    /// A statement that GRDB has prepared and bound.
    init(bound statement: Statement, _ db: Database) {
        self.db = db
        self.statement = statement.sqliteStatement
        owner = statement
    }

    func bind(_ index: Int32, _ integer: Int64) { sqlite3_bind_int64(statement, index, integer) }

    func bind(_ index: Int32, _ integer: UInt64) { bind(index, Int64(bitPattern: integer)) }

    func bind(_ index: Int32, _ integer: Int64?) {
        if let integer { bind(index, integer) } else { bindNull(index) }
    }

    func bind(_ index: Int32, _ bytes: [UInt8]?) {
        if let bytes { bind(index, bytes) } else { bindNull(index) }
    }

    func bindNull(_ index: Int32) { sqlite3_bind_null(statement, index) }

    func bind(_ index: Int32, _ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            // A null pointer would bind NULL, so that no bytes at all need an address too.
            sqlite3_bind_blob64(
                statement, index, $0.baseAddress ?? UnsafeRawPointer(bitPattern: 8),
                UInt64($0.count), Self.transient)
        }
    }

    func bind(_ index: Int32, _ text: String) {
        var text = text
        text.withUTF8 { bind(index, moving: UnsafeRawBufferPointer($0)) }
    }

    /// Binds the id's 26 letters, which every look-up by id would make a text of its own for.
    func bind(_ index: Int32, _ id: RecordID) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: RecordID.textLength) { letters in
            id.write(text: letters)
            bind(index, moving: UnsafeRawBufferPointer(letters))
        }
    }

    /// Binds a copy of UTF-8 that may go away.
    private func bind(_ index: Int32, moving utf8: UnsafeRawBufferPointer) {
        bind(index, utf8, Self.transient)
    }

    /// Binds UTF-8 that stays where it is until the statement has run; no copy is made.
    func bind(_ index: Int32, staying utf8: UnsafeRawBufferPointer) {
        bind(index, utf8, nil)
    }

    private func bind(
        _ index: Int32, _ utf8: UnsafeRawBufferPointer, _ lifetime: sqlite3_destructor_type?
    ) {
        // A null pointer would bind NULL, so that an empty text needs an address too.
        let start = utf8.baseAddress?.assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text64(
            statement, index, start ?? UnsafePointer(bitPattern: 8), UInt64(utf8.count), lifetime,
            UInt8(SQLITE_UTF8))
    }

    /// Binds bytes that stay where they are until the statement has run; no copy is made.
    func bind(_ index: Int32, stayingBlob bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_blob64(
            statement, index, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8),
            UInt64(bytes.count), nil)
    }

    /// Runs a statement that gives no rows; returns how many rows it changed.
    @discardableResult
    func run() throws -> Int {
        defer { sqlite3_reset(statement) }
        try check(sqlite3_step(statement))
        return Int(sqlite3_changes(sqlite3_db_handle(statement)))
    }

    /// Moves to the next row; false, and reset, after the last.
    func step() throws -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(statement)
        try check(code)
        return false
    }

    func reset() { sqlite3_reset(statement) }

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The bytes of a text where they lie: good until the statement moves.
    func memory(_ column: Int32) -> UnsafeRawBufferPointer {
        let bytes = sqlite3_column_text(statement, column)
        return UnsafeRawBufferPointer(
            start: bytes, count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// The bytes of a blob where they lie: good until the statement moves.
    func blobMemory(_ column: Int32) -> UnsafeRawBufferPointer {
        let bytes = sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(
            start: bytes, count: Int(sqlite3_column_bytes(statement, column)))
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(statement, column) else { return [] }
        return Array(
            UnsafeRawBufferPointer(
                start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            // No arguments in the error: they can be personal.
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(sqlite3_db_handle(statement))))
        }
    }
}

extension SQLStatement {
    /// Binds a column's value; a text stays where it lies until the statement has run.
    func bind(_ index: Int32, _ value: RawValue) {
        switch value {
        case .null: bindNull(index)
        case .boolean(let boolean): bind(index, Int64(boolean ? 1 : 0))
        case .integer(let integer): bind(index, integer)
        case .text(let utf8): bind(index, staying: utf8)
        case .nested(.text(let text)): bind(index, text)
        case .nested(let value):
            var letters: [UInt8] = []
            value.appendJSON(to: &letters)
            letters.withUnsafeBytes { bind(index, moving: $0) }
        }
    }
}
