import GRDB
import RecordModel

/// The table that shows one kind's records to anybody with SQLite, and its statements.
///
/// `person`, or `published_disclosure` for the copies that everyone may read.
final class KindTable {
    struct Key: Hashable {
        let kind: String
        let isPublished: Bool
    }

    let key: Key
    let kind: Kind
    let name: String
    /// ``insert``, once prepared.
    var inserting: SQLStatement?
    /// ``select``, once prepared.
    var selecting: SQLStatement?
    /// ``selectLatest``, once prepared.
    var selectingLatest: SQLStatement?
    /// What writes some columns, by their places, once prepared.
    private var editing: [[Int]: SQLStatement] = [:]
    private var rewriting: [[Int]: SQLStatement] = [:]
    private static let updatesMax = 32
    /// What finds the records that share an identity, once prepared.
    var sharing: [Kind.Identity: SQLStatement] = [:]
    /// The same by the places of the kind's comparisons.
    var meeting: [SQLStatement?]

    /// What the tables' triggers say to any other program: zssync's own writer runs no triggers.
    private static let refusal =
        "只能用 zssync 写入，否则不会同步。 Only zssync writes this table: a change made here would"
        + " reach nobody. Use zssync add, set, delete or import."

    /// Columns before the declared ones in ``insert`` and ``select``: id and site.
    static let leading = 2
    /// Columns after the declared ones.
    private static let trailing = ["updated_at", "updated_by", "_latest", "_meta"]

    init(_ kind: Kind, isPublished: Bool) {
        key = Key(kind: kind.name, isPublished: isPublished)
        self.kind = kind.form(isPublished: isPublished)
        meeting = [SQLStatement?](repeating: nil, count: kind.comparisons.count)
        name = Self.name(kind.name, isPublished: isPublished)
    }

    // Each text is made when it is first needed: a save by hand needs one of them.

    private var columns: [String] { ["id", "site"] + kind.fields.map(\.name) + Self.trailing }

    /// Makes a row, unless it is there.
    private(set) lazy var insert: String = {
        let marks = String(repeating: "?, ", count: columns.count).dropLast(2)
        return """
            INSERT INTO "\(name)"(\(Self.list(columns))) VALUES (\(marks))
            ON CONFLICT(id, site) DO NOTHING
            """
    }()

    /// Reads a row, and last its number in this file.
    private(set) lazy var select =
        "SELECT \(Self.list(columns)), _rowid_ FROM \"\(name)\" WHERE id = ?1 AND site = ?2"

    /// Reads when a row's last change arrived.
    private(set) lazy var selectLatest =
        "SELECT _latest FROM \"\(name)\" WHERE id = ?1 AND site = ?2"

    /// Finds the records of one site that share `identity`, one of them left out.
    func share(_ identity: Kind.Identity) -> String {
        let parts = identity.parts.map { "\($0.expression) = ?" }
        return """
            SELECT id FROM "\(name)" WHERE \(parts.joined(separator: " AND "))
                AND site = ? AND id <> ?
            """
    }

    private static func list(_ columns: [String]) -> String {
        var list = ""
        for column in columns {
            list += list.isEmpty ? "\"" : ", \""
            list += column
            list += "\""
        }
        return list
    }

    /// Writes the fields at `places` and what stands beside them, of the row that has a number.
    ///
    /// Of the fields only those that move: SQLite writes the indices of every column that it is given.
    func update(of places: [Int], _ db: Database) throws -> SQLStatement {
        try update(of: places, db, &editing, where: "_rowid_ = ?")
    }

    /// As ``update(of:_:)``, of the row that has an id and a site.
    func updateByKey(of places: [Int], _ db: Database) throws -> SQLStatement {
        try update(of: places, db, &rewriting, where: "id = ? AND site = ?")
    }

    private func update(
        of places: [Int], _ db: Database, _ kept: inout [[Int]: SQLStatement],
        where condition: String
    ) throws -> SQLStatement {
        if let statement = kept[places] { return statement }
        if kept.count >= Self.updatesMax { kept = [:] }
        let columns = places.map { kind.fields[$0].name } + Self.trailing
        let assignments = columns.map { "\"\($0)\" = ?" }.joined(separator: ", ")
        let statement = try SQLStatement(
            db, "UPDATE \"\(name)\" SET \(assignments) WHERE \(condition)")
        kept[places] = statement
        return statement
    }

    static func name(_ kind: String, isPublished: Bool) -> String {
        isPublished ? "published_\(kind)" : kind
    }

    /// Makes the table, its triggers and its indices.
    func create(in db: Database) throws {
        let columns = kind.fields.map { "\"\($0.name)\" \($0.sqlType)" }
        try db.execute(
            sql: """
                CREATE TABLE "\(name)"(
                    "row" INTEGER PRIMARY KEY, id TEXT NOT NULL, site TEXT NOT NULL,
                    \(columns.joined(separator: ",\n    ")),
                    updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
                    _latest INTEGER NOT NULL, _meta BLOB NOT NULL, UNIQUE(id, site)
                ) STRICT
                """)
        try createTriggers(in: db)
        try createIndices(in: db)
    }

    /// Adds the columns and indices that `older` does not have.
    func extend(from older: Kind, in db: Database) throws {
        for field in kind.fields where older[field.name] == nil {
            try db.execute(
                sql: "ALTER TABLE \"\(name)\" ADD COLUMN \"\(field.name)\" \(field.sqlType)")
        }
        try createIndices(in: db)
    }

    /// Refuses writes from any program but zssync.
    private func createTriggers(in db: Database) throws {
        for verb in ["INSERT", "UPDATE", "DELETE"] {
            try db.execute(
                sql: """
                    CREATE TRIGGER "\(name)_\(verb.lowercased())" BEFORE \(verb) ON "\(name)" BEGIN
                        SELECT RAISE(ABORT, '\(Self.refusal)');
                    END
                    """)
        }
    }

    private func createIndices(in db: Database) throws {
        for identity in kind.identities {
            let parts = identity.parts.map(\.expression).joined(separator: ", ")
            try createIndex("identity_\(identity.name)", on: parts, in: db)
        }
        for field in kind.fields where field.isNumber {
            try createIndex("number_\(field.name)", on: "\"\(field.name)\"", in: db)
        }
    }

    /// Records are held against others of their site: a hub of many sites looks at those alone.
    private func createIndex(_ suffix: String, on expressions: String, in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX IF NOT EXISTS "\(name)_\(suffix)" ON "\(name)"(\(expressions), site)
                """)
    }
}

extension Field {
    /// The column's type in a STRICT table.
    var sqlType: String {
        column == .integer ? "INTEGER" : "TEXT"
    }
}

extension Kind.Part {
    /// What two records must have equal.
    var expression: String {
        isDay ? "substr(\"\(field)\", 1, 10)" : "\"\(field)\""
    }
}
