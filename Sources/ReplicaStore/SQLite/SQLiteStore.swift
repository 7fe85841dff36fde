import CausalCore
import GRDB
import RecordModel

/// The tables of one replica in SQLite, within one transaction.
///
/// Made anew after a transaction that was rolled back, so that what it remembers of it is forgotten
/// with it, and for every reader. The caller owns the transaction.
final class SQLiteStore: Store {
    let db: Database
    private var numbers: [ReplicaID: UInt64] = [:]
    private var replicas: [UInt64: ReplicaID] = [:]
    private var scopeNumbers: [Scope: Int64] = [:]
    private var scopesByNumber: [Int64: Scope] = [:]
    /// Whose feeds are, by their numbers.
    var feedAuthors: [Int64: FeedAuthor] = [:]
    var kindTables: [KindTable.Key: KindTable] = [:]
    /// The one of them that was asked for last, which most often is asked for next.
    var lastTable: KindTable?
    /// The states of scopes, as this transaction has left them.
    var stateSums: [Scope: StateSum] = [:]
    /// What this transaction has added to them, as far as it is in no feed's share yet.
    var addedSums: [Scope: StateSum] = [:]
    /// The shares of feeds, by their numbers, as far as they were looked up.
    var shares: [Int64: StateSum] = [:]
    /// Whether any record stands among the unlisted; nil before anybody asked.
    var hasUnlisted: Bool?
    /// The last entry of the log, this transaction's included; nil before anybody asked.
    var logEnd: LogEnd?
    /// The runs of the log that this transaction began and has not written, by feed.
    var pendingRuns: [Int64: [LogEnd]] = [:]
    /// What adds a change to the log, once prepared.
    var appending: SQLStatement?
    /// What finds the conflicts of a record, writes one, and its version, once prepared.
    var findingConflicts: SQLStatement?
    var savingConflict: SQLStatement?
    var savingVersion: SQLStatement?
    /// What finds a record by its id in any kind's table, once prepared, and those tables in its order.
    var placing: (statement: SQLStatement, tables: [KindTable.Key])?
    /// The row that was read last for somebody to edit, until it, or the transaction, is done.
    var seenRow: SeenRow?

    /// The tables as `db` sees them.
    init(_ db: Database) {
        self.db = db
    }

    /// The number of `replica`, given on first use.
    func number(of replica: ReplicaID) throws -> UInt64 {
        if let number = try knownNumber(of: replica) { return number }
        let insert = try SQLStatement(db, "INSERT INTO replica(id) VALUES (?)")
        insert.bind(1, replica.bytes)
        try insert.run()
        let number = UInt64(db.lastInsertedRowID)
        remember(number, of: replica)
        return number
    }

    /// The number of `replica`; nil where it has none yet.
    func knownNumber(of replica: ReplicaID) throws -> UInt64? {
        if let number = numbers[replica] { return number }
        let find = try SQLStatement(db, "SELECT number FROM replica WHERE id = ?")
        find.bind(1, replica.bytes)
        guard try find.step() else { return nil }
        let number = UInt64(bitPattern: find.integer(0))
        find.reset()
        remember(number, of: replica)
        return number
    }

    /// The replica that has `number`.
    func replica(numbered number: UInt64) throws -> ReplicaID {
        if let replica = replicas[number] { return replica }
        let find = try SQLStatement(db, "SELECT id FROM replica WHERE number = ?")
        find.bind(1, number)
        guard number < UInt64(Int64.max), try find.step(), let replica = ReplicaID(find.blob(0))
        else { throw DamagedMetadata() }
        find.reset()
        remember(number, of: replica)
        return replica
    }

    private func remember(_ number: UInt64, of replica: ReplicaID) {
        numbers[replica] = number
        replicas[number] = replica
    }

    /// The number of `scope`, given on first use.
    func number(of scope: Scope) throws -> Int64 {
        if let number = try knownNumber(of: scope) { return number }
        let insert = try SQLStatement(db, "INSERT INTO scope(name) VALUES (?)")
        insert.bind(1, scope.text)
        try insert.run()
        let number = db.lastInsertedRowID
        remember(number, of: scope)
        return number
    }

    /// The number of `scope`; nil where it has none yet.
    func knownNumber(of scope: Scope) throws -> Int64? {
        if let number = scopeNumbers[scope] { return number }
        let find = try SQLStatement(db, "SELECT number FROM scope WHERE name = ?")
        find.bind(1, scope.text)
        guard try find.step() else { return nil }
        let number = find.integer(0)
        find.reset()
        remember(number, of: scope)
        return number
    }

    /// The scope that has `number`.
    func scope(numbered number: Int64) throws -> Scope {
        if let scope = scopesByNumber[number] { return scope }
        let find = try SQLStatement(db, "SELECT name FROM scope WHERE number = ?")
        find.bind(1, number)
        guard try find.step(), let scope = Scope(find.text(0)) else { throw DamagedMetadata() }
        find.reset()
        remember(number, of: scope)
        return scope
    }

    private func remember(_ number: Int64, of scope: Scope) {
        scopeNumbers[scope] = number
        scopesByNumber[number] = scope
    }

    /// The scopes that anything is held of, `control` first.
    func scopes() throws -> [Scope] {
        let select = try SQLStatement(db, "SELECT name FROM scope")
        var scopes: [Scope] = []
        while try select.step() { if let scope = Scope(select.text(0)) { scopes.append(scope) } }
        return scopes.sorted()
    }
}

extension SQLiteStore {
    /// The statement in `kept`, prepared where it was not yet: looking one up by its text costs half a
    /// microsecond, which the few that run once a change are spared.
    func prepared(_ kept: inout SQLStatement?, _ sql: () -> String) throws -> SQLStatement {
        if let kept { return kept }
        let statement = try SQLStatement(db, sql())
        kept = statement
        return statement
    }

    /// Forgets what was prepared for kinds' tables, which are about to change.
    func forgetStatements() {
        kindTables = [:]
        lastTable = nil
        placing = nil
        seenRow = nil
    }
}

// Bound to its connection, and used only while that is held.
@available(*, unavailable)
extension SQLiteStore: Sendable {}
