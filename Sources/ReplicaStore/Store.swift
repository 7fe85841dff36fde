public import CausalCore
public import GRDB
public import RecordModel

/// All tables of one replica, within one transaction.
///
/// Made anew for each transaction, so that what it remembers of a transaction that was rolled back is
/// forgotten with it. The caller owns the transaction.
public final class Store: ReplicaNumbers {
    let db: Database
    private var numbers: [ReplicaID: UInt64] = [:]
    private var replicas: [UInt64: ReplicaID] = [:]
    private var scopeNumbers: [Scope: Int64] = [:]
    var kindTables: [KindTable.Key: KindTable] = [:]
    var stateSums: [Scope: StateSum] = [:]

    /// The tables as `db` sees them.
    public init(_ db: Database) {
        self.db = db
    }

    /// The number of `replica`, given on first use.
    public func number(of replica: ReplicaID) throws -> UInt64 {
        if let number = numbers[replica] { return number }
        let find = try SQLStatement(db, "SELECT number FROM replica WHERE id = ?")
        find.bind(1, replica.bytes)
        let number: UInt64
        if try find.step() {
            number = UInt64(find.integer(0))
            find.reset()
        } else {
            let insert = try SQLStatement(db, "INSERT INTO replica(id) VALUES (?)")
            insert.bind(1, replica.bytes)
            try insert.run()
            number = UInt64(db.lastInsertedRowID)
        }
        numbers[replica] = number
        replicas[number] = replica
        return number
    }

    /// The replica that has `number`.
    public func replica(numbered number: UInt64) throws -> ReplicaID {
        if let replica = replicas[number] { return replica }
        let find = try SQLStatement(db, "SELECT id FROM replica WHERE number = ?")
        find.bind(1, number)
        guard number < UInt64(Int64.max), try find.step(), let replica = ReplicaID(find.blob(0))
        else { throw DamagedMetadata() }
        find.reset()
        numbers[replica] = number
        replicas[number] = replica
        return replica
    }

    /// The number of `scope`, given on first use.
    func number(of scope: Scope) throws -> Int64 {
        if let number = scopeNumbers[scope] { return number }
        let found = try Int64.fetchOne(
            db, sql: "SELECT number FROM scope WHERE name = ?", arguments: [scope.text])
        let number: Int64
        if let found {
            number = found
        } else {
            let insert = try SQLStatement(db, "INSERT INTO scope(name, state) VALUES (?, ?)")
            insert.bind(1, scope.text)
            insert.bind(2, StateSum().bytes)
            try insert.run()
            number = db.lastInsertedRowID
        }
        scopeNumbers[scope] = number
        return number
    }

    /// The scopes that anything is held of, `control` first.
    public func scopes() throws -> [Scope] {
        try String.fetchAll(db, sql: "SELECT name FROM scope").compactMap(Scope.init).sorted()
    }
}

// Bound to the connection's transaction, which never leaves its thread.
@available(*, unavailable)
extension Store: Sendable {}

extension Store {
    /// The setting called `name`; nil where it was never set.
    public func setting(_ name: String) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
    }

    /// Sets the setting called `name`.
    public func set(_ name: String, to value: String) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO setting VALUES (?, ?)", arguments: [name, value])
    }

    /// Keeps a word for people: what happened, never a personal value.
    public func notice(_ code: String, detail: String, at millisecondsSince1970: Int64) throws {
        try db.execute(
            sql: "INSERT INTO notice(at, code, detail) VALUES (?, ?, ?)",
            arguments: [millisecondsSince1970, code, detail])
    }

    /// Writes down who looked at or took out what.
    public func audit(
        actor: String, action: String, detail: String, at millisecondsSince1970: Int64
    ) throws {
        try db.execute(
            sql: "INSERT INTO audit(at, actor, action, detail) VALUES (?, ?, ?, ?)",
            arguments: [millisecondsSince1970, actor, action, detail])
    }
}
