import GRDB

extension SQLiteStore {
    private static let columns =
        "SELECT arrival, feed, previous, seq, lamport, hash, header, body, digest FROM change"

    func append(_ entry: LogEntry, to feed: Int64, previous: Int64?) throws {
        let last = try last()
        let end = LogEnd(arrival: last.arrival + 1, feed: feed, seq: entry.seq)
        let insert = try prepared(&appending) {
            """
            INSERT INTO change(feed, seq, lamport, previous, hash, header, body, digest, arrival)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        }
        insert.bind(9, end.arrival)
        insert.bind(1, feed)
        insert.bind(2, entry.seq)
        insert.bind(3, entry.lamport)
        insert.bind(4, previous)
        insert.bind(5, entry.hash)
        insert.bind(6, entry.header)
        insert.bind(8, entry.digest)
        if let body = entry.body {
            try body.withUnsafeBytes { PackedBody.pack($0) }.withUnsafeBytes {
                insert.bind(7, stayingBlob: $0)
                try insert.run()
            }
        } else {
            insert.bindNull(7)
            try insert.run()
        }
        if !end.continues(last) { beginRun(at: end) }
        logEnd = end
    }

    func link(_ arrival: Int64, previous: Int64?) throws {
        let update = try SQLStatement(db, "UPDATE change SET previous = ? WHERE arrival = ?")
        update.bind(1, previous)
        update.bind(2, arrival)
        try update.run()
    }

    func entries(of feed: Int64, from first: UInt64, limit: Int) throws -> [LoggedEntry] {
        let select = try SQLStatement(
            db, Self.columns + " WHERE arrival >= ? ORDER BY arrival LIMIT ?")
        var entries: [LoggedEntry] = []
        var seq = first
        while entries.count < limit, let arrival = try arrival(of: feed, at: seq) {
            select.bind(1, arrival)
            select.bind(2, Int64(limit - entries.count))
            let before = entries.count
            while try select.step() {
                // The run ends where another feed's changes arrived.
                guard select.integer(1) == feed, UInt64(bitPattern: select.integer(3)) == seq
                else { break }
                entries.append(try entry(from: select))
                seq += 1
            }
            select.reset()
            if entries.count == before { break }
        }
        return entries
    }

    func entry(at arrival: Int64) throws -> LoggedEntry? {
        let select = try SQLStatement(db, Self.columns + " WHERE arrival = ?")
        select.bind(1, arrival)
        defer { select.reset() }
        return try select.step() ? try entry(from: select) : nil
    }

    func entries(after arrival: Int64, limit: Int) throws -> [LoggedEntry] {
        let select = try SQLStatement(
            db, Self.columns + " WHERE arrival > ? ORDER BY arrival LIMIT ?")
        select.bind(1, arrival)
        select.bind(2, Int64(limit))
        var entries: [LoggedEntry] = []
        while try select.step() { entries.append(try entry(from: select)) }
        return entries
    }

    func changeCount() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM change") ?? 0
    }

    func headCount() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT sum(seq) FROM feed") ?? 0
    }

    func lastArrival() throws -> Int64 {
        try last().arrival
    }

    func hash(of feed: Int64, at seq: UInt64) throws -> [UInt8]? {
        try column("hash", of: feed, at: seq) { $0.blob(0) }
    }

    func lamport(of feed: Int64, at seq: UInt64) throws -> UInt64? {
        try column("lamport", of: feed, at: seq) { UInt64(bitPattern: $0.integer(0)) }
    }

    private func column<Value>(
        _ name: String, of feed: Int64, at seq: UInt64, _ read: (SQLStatement) -> Value
    ) throws -> Value? {
        guard let arrival = try arrival(of: feed, at: seq) else { return nil }
        let select = try SQLStatement(
            db, "SELECT \(name) FROM change WHERE arrival = ? AND feed = ? AND seq = ?")
        select.bind(1, arrival)
        select.bind(2, feed)
        select.bind(3, seq)
        defer { select.reset() }
        return try select.step() ? read(select) : nil
    }

    func cut(_ feed: Int64, from first: UInt64) throws {
        logEnd = nil
        var seq = first
        while true {
            let entries = try entries(of: feed, from: seq, limit: 1_000)
            guard let last = entries.last else { break }
            for logged in entries {
                let delete = try SQLStatement(db, "DELETE FROM change WHERE arrival = ?")
                delete.bind(1, logged.arrival)
                try delete.run()
            }
            seq = last.entry.seq + 1
        }
        try cutRuns(of: feed, from: first)
        for table in ["seen", "checkpoint"] {
            try db.execute(
                sql: "DELETE FROM \(table) WHERE feed = ? AND seq >= ?",
                arguments: [feed, Int64(bitPattern: first)])
        }
    }

    private func entry(from select: SQLStatement) throws -> LoggedEntry {
        LoggedEntry(
            arrival: select.integer(0), feed: select.integer(1),
            previous: select.isNull(2) ? nil : select.integer(2),
            entry: LogEntry(
                seq: UInt64(bitPattern: select.integer(3)),
                lamport: UInt64(bitPattern: select.integer(4)), hash: select.blob(5),
                header: select.blob(6),
                body: select.isNull(7) ? nil : try PackedBody.unpack(select.blobMemory(7)),
                digest: select.isNull(8) ? nil : select.blob(8)))
    }
}
