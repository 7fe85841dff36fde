import CausalCore
import GRDB

extension SQLiteStore {
    func keep(_ context: VersionVector, of feed: Int64, at seq: UInt64) throws {
        let bytes = try bytes(of: context)
        let insert = try SQLStatement(db, "INSERT INTO seen VALUES (?, ?, ?)")
        insert.bind(1, feed)
        insert.bind(2, seq)
        insert.bind(3, bytes)
        try insert.run()
    }

    func context(of feed: Int64, _ replica: ReplicaID, at seq: UInt64) throws
        -> VersionVector
    {
        let select = try SQLStatement(
            db,
            "SELECT seq, context FROM seen WHERE feed = ? AND seq <= ? ORDER BY seq DESC LIMIT 1"
        )
        select.bind(1, feed)
        select.bind(2, seq)
        var context = VersionVector()
        var found: UInt64 = 0
        if try select.step() {
            found = UInt64(bitPattern: select.integer(0))
            let bytes = select.blob(1)
            select.reset()
            context = try vector(bytes)
        }
        // Every change since has seen the one before it.
        if found != seq { context[replica] = seq - 1 }
        return context
    }

    func firstChange(
        of feed: Int64, before end: UInt64, where isMet: (VersionVector) -> Bool
    ) throws -> UInt64? {
        let select = try SQLStatement(
            db, "SELECT seq, context FROM seen WHERE feed = ? AND seq < ? ORDER BY seq")
        select.bind(1, feed)
        select.bind(2, end)
        var rows: [(UInt64, [UInt8])] = []
        while try select.step() {
            rows.append((UInt64(bitPattern: select.integer(0)), select.blob(1)))
        }
        return try rows.first { isMet(try vector($0.1)) }?.0
    }

    func keepCheckpoint(of feed: Int64, at seq: UInt64, signature: [UInt8]) throws {
        let insert = try SQLStatement(db, "INSERT OR IGNORE INTO checkpoint VALUES (?, ?, ?)")
        insert.bind(1, feed)
        insert.bind(2, seq)
        insert.bind(3, signature)
        try insert.run()
    }

    func checkpoint(of feed: Int64, from seq: UInt64) throws -> (
        seq: UInt64, signature: [UInt8]
    )? {
        let select = try SQLStatement(
            db,
            "SELECT seq, signature FROM checkpoint WHERE feed = ? AND seq >= ? ORDER BY seq LIMIT 1"
        )
        select.bind(1, feed)
        select.bind(2, seq)
        defer { select.reset() }
        return try select.step()
            ? (UInt64(bitPattern: select.integer(0)), select.blob(1)) : nil
    }

    func lastCheckpoint(of feed: Int64) throws -> UInt64 {
        UInt64(
            bitPattern: try Int64.fetchOne(
                db, sql: "SELECT max(seq) FROM checkpoint WHERE feed = ?", arguments: [feed]) ?? 0)
    }
}
