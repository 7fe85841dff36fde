public import CausalCore
import GRDB
public import RecordModel

/// One change that was taken out of the log, as it stood there.
public struct QuarantinedEntry: Hashable, Sendable {
    /// Which taking it went with: what went together had stood in the log together.
    public let cut: Int64
    /// The feed's author.
    public let replica: ReplicaID
    /// The change as the log held it; its number is its place in that branch of the feed.
    public let entry: LogEntry
    /// What its author had seen, by the names of that time.
    public let context: VersionVector

    /// Makes an entry of its parts.
    public init(cut: Int64, replica: ReplicaID, entry: LogEntry, context: VersionVector) {
        self.cut = cut
        self.replica = replica
        self.entry = entry
        self.context = context
    }
}

extension Store {
    /// The number of the last cut, which is higher than those before; 0 where there was none.
    public func lastCut() throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(cut) FROM quarantine") ?? 0
    }

    /// How many entries stand at `reason`, in all scopes.
    public func quarantinedCount(reason: String) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM quarantine WHERE reason = ?", arguments: [reason]) ?? 0
    }

    /// Keeps an entry of a branch that is no longer in the log of `scope`.
    public func quarantine(_ taken: QuarantinedEntry, scope: Scope, reason: String) throws {
        let insert = try SQLStatement(
            db,
            """
            INSERT INTO quarantine(
                cut, scope, replica, seq, lamport, context, hash, header, body, digest, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, taken.cut)
        insert.bind(2, scope.text)
        insert.bind(3, taken.replica.bytes)
        insert.bind(4, taken.entry.seq)
        insert.bind(5, taken.entry.lamport)
        insert.bind(6, try bytes(of: taken.context))
        insert.bind(7, taken.entry.hash)
        insert.bind(8, taken.entry.header)
        insert.bind(9, taken.entry.body)
        insert.bind(10, taken.entry.digest)
        insert.bind(11, reason)
        try insert.run()
    }

    /// What was taken out of the log of `scope` and stands at `reason`, in the order of taking.
    public func quarantined(in scope: Scope, reason: String) throws -> [QuarantinedEntry] {
        let select = try SQLStatement(
            db,
            """
            SELECT cut, replica, seq, lamport, context, hash, header, body, digest FROM quarantine
            WHERE scope = ? AND reason = ? ORDER BY number
            """)
        select.bind(1, scope.text)
        select.bind(2, reason)
        var entries: [QuarantinedEntry] = []
        while try select.step() {
            guard let replica = ReplicaID(select.blob(1)) else { throw DamagedMetadata() }
            entries.append(
                QuarantinedEntry(
                    cut: select.integer(0), replica: replica,
                    entry: LogEntry(
                        seq: UInt64(bitPattern: select.integer(2)),
                        lamport: UInt64(bitPattern: select.integer(3)), hash: select.blob(5),
                        header: select.blob(6), body: select.isNull(7) ? nil : select.blob(7),
                        digest: select.isNull(8) ? nil : select.blob(8)),
                    context: try vector(select.blob(4))))
        }
        return entries
    }

    /// Moves what was taken out of the log of `scope` from one reason to another.
    public func settleQuarantine(of scope: Scope, from old: String, to new: String) throws {
        try db.execute(
            sql: "UPDATE quarantine SET reason = ? WHERE scope = ? AND reason = ?",
            arguments: [new, scope.text, old])
    }
}
