public import CausalCore
import GRDB
public import RecordModel

/// One change that was taken out of the log, as it stood there.
public struct QuarantinedEntry: Hashable, Sendable {
    /// The feed's author.
    public let replica: ReplicaID
    /// The change's place in that branch of the feed.
    public let seq: UInt64
    /// Its chain hash.
    public let hash: [UInt8]
    /// The header as sent.
    public let header: [UInt8]
    /// The salt and the body as sent; nil once erased.
    public let body: [UInt8]?
    /// The digest of an erased body.
    public let digest: [UInt8]?
}

extension Store {
    /// Keeps an entry of a branch that is no longer in the log.
    public func quarantine(
        _ entry: LogEntry, scope: Scope, replica: ReplicaID, reason: String
    ) throws {
        let insert = try SQLStatement(
            db,
            """
            INSERT INTO quarantine(scope, replica, seq, hash, header, body, digest, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, scope.text)
        insert.bind(2, replica.bytes)
        insert.bind(3, entry.seq)
        insert.bind(4, entry.hash)
        insert.bind(5, entry.header)
        insert.bind(6, entry.body)
        insert.bind(7, entry.digest)
        insert.bind(8, reason)
        try insert.run()
    }

    /// What was taken out of the log of `scope` and stands at `reason`, in the order of taking.
    public func quarantined(in scope: Scope, reason: String) throws -> [QuarantinedEntry] {
        let select = try SQLStatement(
            db,
            """
            SELECT replica, seq, hash, header, body, digest FROM quarantine
            WHERE scope = ? AND reason = ? ORDER BY number
            """)
        select.bind(1, scope.text)
        select.bind(2, reason)
        var entries: [QuarantinedEntry] = []
        while try select.step() {
            guard let replica = ReplicaID(select.blob(0)) else { throw DamagedMetadata() }
            entries.append(
                QuarantinedEntry(
                    replica: replica, seq: UInt64(bitPattern: select.integer(1)),
                    hash: select.blob(2), header: select.blob(3),
                    body: select.isNull(4) ? nil : select.blob(4),
                    digest: select.isNull(5) ? nil : select.blob(5)))
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
