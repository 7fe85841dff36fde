import GRDB

/// The last entry of the log; all zero in an empty one.
struct LogEnd {
    var arrival: Int64 = 0
    var feed: Int64 = 0
    var seq: UInt64 = 0

    /// Whether this entry goes on with the run that `last` ended.
    func continues(_ last: LogEnd) -> Bool {
        feed == last.feed && seq == last.seq + 1 && arrival == last.arrival + 1
    }
}

// Finds a feed's changes in a log that is in order of arrival.
extension SQLiteStore {
    /// The last entry of the log, this transaction's included.
    func last() throws -> LogEnd {
        if let logEnd { return logEnd }
        let select = try SQLStatement(
            db, "SELECT arrival, feed, seq FROM change ORDER BY arrival DESC LIMIT 1")
        defer { select.reset() }
        let end =
            try select.step()
            ? LogEnd(
                arrival: select.integer(0), feed: select.integer(1),
                seq: UInt64(bitPattern: select.integer(2))) : LogEnd()
        logEnd = end
        return end
    }

    func beginRun(at end: LogEnd) throws {
        let insert = try SQLStatement(db, "INSERT INTO run VALUES (?, ?, ?)")
        insert.bind(1, end.feed)
        insert.bind(2, end.seq)
        insert.bind(3, end.arrival)
        try insert.run()
    }

    /// Where the `seq`-th change of `feed` is if it is held; nil where it cannot be.
    func arrival(of feed: Int64, at seq: UInt64) throws -> Int64? {
        let select = try SQLStatement(
            db,
            "SELECT arrival - seq FROM run WHERE feed = ? AND seq <= ? ORDER BY seq DESC LIMIT 1")
        select.bind(1, feed)
        select.bind(2, seq)
        defer { select.reset() }
        guard try select.step(), seq < UInt64(Int64.max) else { return nil }
        return select.integer(0) &+ Int64(seq)
    }
}
