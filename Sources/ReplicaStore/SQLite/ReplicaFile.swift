import CSQLiteConfig
import CausalCore
import Foundation
public import GRDB
import GRDBSQLite

/// The SQLite file of one replica: opened, checked and durable.
///
/// One connection writes, with `synchronous=FULL`; readers see committed states beside it.
public struct ReplicaFile: ReplicaMedium, Sendable {
    /// The name of the file inside its data directory.
    public static let name = "replica.sqlite"

    /// Reads, and writes where the file was opened for writing.
    public let database: any DatabaseReader
    /// Writes; nil for a file opened for reading.
    public let writer: (any DatabaseWriter)?
    /// Where the file lies.
    public let path: String

    /// Makes the file in `directory`, which must not hold one.
    public static func create(in directory: String) throws -> ReplicaFile {
        let path = directory + "/" + name
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError.inUse(path: directory)
        }
        return try translating(path) {
            let file = try ReplicaFile(writing: path)
            try file.writer.map { try Schema.migrator.migrate($0) }
            chmod(path, 0o600)
            return file
        }
    }

    /// Opens the file in `directory` for writing; the caller holds the ``DirectoryLock``.
    public static func open(in directory: String) throws -> ReplicaFile {
        // Looked at first through a connection that cannot write: one that can makes any database a
        // WAL database, and what is not a replica is left as it is.
        let seen = try openForReading(in: directory)
        try seen.database.close()
        let path = seen.path
        return try translating(path) {
            let file = try ReplicaFile(writing: path)
            try file.writer.map { try Schema.migrator.migrate($0) }
            return file
        }
    }

    /// Opens the file in `directory` for reading, beside whoever writes it.
    public static func openForReading(in directory: String) throws -> ReplicaFile {
        let path = directory + "/" + name
        try check(path)
        _ = isUncounted
        return try translating(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try checkIdentity($0, path: path) }
            return ReplicaFile(database: queue, writer: nil, path: path)
        }
    }

    /// A replica that lasts as long as this value: empty, or a copy of what `original` holds.
    ///
    /// The same tables and statements as in a file, for tests that make thousands of replicas.
    public static func inMemory(copying original: ReplicaFile? = nil) throws -> ReplicaFile {
        _ = isUncounted
        let queue = try DatabaseQueue()
        if let original {
            try original.database.backup(to: queue)
        } else {
            try Schema.migrator.migrate(queue)
        }
        try prepare(queue, path: memoryPath)
        return ReplicaFile(database: queue, writer: queue, path: memoryPath)
    }

    /// A copy of what this file holds, in `directory`, which must not hold a replica; open for writing.
    public func copy(to directory: String) throws -> ReplicaFile {
        let path = directory + "/" + Self.name
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError.inUse(path: directory)
        }
        try Self.translating(path) {
            let queue = try DatabaseQueue(path: path)
            try database.backup(to: queue)
            try queue.close()
            chmod(path, 0o600)
        }
        return try Self.open(in: directory)
    }

    private static let memoryPath = ":memory:"

    /// Done once, by whoever opens the first file of this program.
    private static let isUncounted = sqlite_stop_counting_memory() == SQLITE_OK

    private init(database: any DatabaseReader, writer: (any DatabaseWriter)?, path: String) {
        self.database = database
        self.writer = writer
        self.path = path
    }

    private init(writing path: String) throws {
        _ = Self.isUncounted
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(5)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try Self.prepare(pool, path: path)
        self.init(database: pool, writer: pool, path: path)
    }

    private static func prepare(_ writer: some DatabaseWriter, path: String) throws {
        // GRDB gives a WAL database synchronous=NORMAL after its own preparation, under which
        // commits that returned are lost with the power. So it is set afterwards, and read back.
        try writer.writeWithoutTransaction { db in
            // The kind tables' triggers refuse every write: they are for programs other than this one.
            guard let connection = db.sqliteConnection,
                sqlite_turn_off_triggers(connection) == SQLITE_OK
            else { throw StoreError.unreadable(path: path, reason: "triggers") }
            // A checkpoint after 32 MiB of log rather than 4: index pages that one import or sync
            // dirties again and again go back into the file once (with 16 MiB a sixth of workload V's
            // apply, with 32 another 4 % of its save, with 64 nothing more).
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;
                    PRAGMA wal_autocheckpoint = 8000; PRAGMA secure_delete = ON
                    """)
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                throw StoreError.notDurable(path: path)
            }
            #if PLANTED_BUGS
                if PlantedBug.active == .syncsSeldom {
                    try db.execute(sql: "PRAGMA synchronous = NORMAL")
                }
            #endif
            // What GRDB wrote on opening it did not sync; and whoever wrote here last may have left what
            // was erased.
            try emptyLog(db)
        }
    }

    /// Runs `work` in one transaction, durable when this returns; and `committed` after that, before
    /// anybody else writes.
    public func transact<Result>(
        _ work: (_ open: () -> any Store) throws -> Result,
        committed: (_ scrub: () -> Bool) -> Void
    ) throws -> Result {
        guard let writer else { throw StoreError.inUse(path: path) }
        return try Self.translating(path) {
            try writer.writeWithoutTransaction { db in
                // Kept statements: GRDB prepares those of its own transactions each time.
                try SQLStatement(db, "BEGIN IMMEDIATE").run()
                do {
                    let result = try work { SQLiteStore(db) }
                    try SQLStatement(db, "COMMIT").run()
                    committed { (try? Self.emptyLog(db)) ?? false }
                    return result
                } catch {
                    // SQLite has ended some failed transactions by itself.
                    if db.isInsideTransaction { try? db.rollback() }
                    throw error
                }
            }
        }
    }

    /// Empties the write-ahead log into the file, where what was deleted is overwritten; false where
    /// somebody who reads an older state kept it from that.
    @discardableResult
    private static func emptyLog(_ db: Database) throws -> Bool {
        // The first column says whether it was busy.
        try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
    }

    /// Closes the file once nobody writes, and `work` has let go of what belongs to the connection.
    public func close(_ work: () -> Void = {}) throws {
        writer?.writeWithoutTransaction { _ in work() }
        try database.close()
    }

    /// Runs `work` on one committed state.
    public func read<Result>(_ work: (any Store) throws -> Result) throws -> Result {
        try Self.translating(path) {
            // One connection in memory needs no snapshot, and GRDB's read would have every statement of
            // the next write prepared anew.
            try path == Self.memoryPath
                ? database.unsafeRead { try work(SQLiteStore($0)) }
                : database.read { try work(SQLiteStore($0)) }
        }
    }

    /// 0 bytes where a replica was is damage: SQLite would silently begin a new one.
    private static func check(_ path: String) throws {
        guard
            let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let size = attributes[.size] as? Int
        else { throw StoreError.noReplica(path: (path as NSString).deletingLastPathComponent) }
        if size == 0 { throw StoreError.emptyFile(path: path) }
    }

    private static func checkIdentity(_ db: Database, path: String) throws {
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
            throw StoreError.foreignFile(path: path)
        }
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard version <= Schema.version else {
            throw StoreError.newerFile(path: path, version: version)
        }
    }

    /// Says in a sentence what SQLite says in a code.
    private static func translating<Result>(
        _ path: String, _ work: () throws -> Result
    ) throws -> Result {
        do { return try work() } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_NOTADB: throw StoreError.foreignFile(path: path)
            case .SQLITE_CORRUPT: throw StoreError.damaged(path: path, reason: "SQLITE_CORRUPT")
            case .SQLITE_FULL: throw StoreError.diskFull(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw StoreError.inUse(path: path)
            case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
                throw StoreError.unreadable(path: path, reason: "\(error.extendedResultCode)")
            default: throw error
            }
        }
    }
}
