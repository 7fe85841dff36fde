import CausalCore
import GRDB
import RecordModel

extension SQLiteStore {
    func lastCut() throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(cut) FROM quarantine") ?? 0
    }

    func quarantinedCount(reason: String) throws -> Int {
        try Int.fetchOne(
            db, sql: "SELECT count(*) FROM quarantine WHERE reason = ?", arguments: [reason]) ?? 0
    }

    func quarantine(_ taken: QuarantinedEntry, scope: Scope, reason: String) throws {
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

    func quarantined(in scope: Scope, reason: String?) throws -> [QuarantinedEntry] {
        let select = try SQLStatement(
            db,
            """
            SELECT cut, replica, seq, lamport, context, hash, header, body, digest FROM quarantine
            WHERE scope = ?1 AND (?2 IS NULL OR reason = ?2) ORDER BY number
            """)
        select.bind(1, scope.text)
        if let reason { select.bind(2, reason) } else { select.bindNull(2) }
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

    func settleQuarantine(of scope: Scope, from old: String, to new: String) throws {
        try db.execute(
            sql: "UPDATE quarantine SET reason = ? WHERE scope = ? AND reason = ?",
            arguments: [new, scope.text, old])
    }
}
