import GRDB
import RecordModel

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

    /// Remembers that a run begins at `end`; ``flushRuns()`` writes it.
    func beginRun(at end: LogEnd) {
        pendingRuns[end.feed, default: []].append(end)
    }

    /// Writes the runs that this transaction began.
    ///
    /// Those of one feed in few rows: where a hub saves for many villages each save begins a run, and a
    /// row for each was a fifteenth of it (measured with `zssync-bench run V`).
    func flushRuns() throws {
        for (_, runs) in pendingRuns.sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: runs.count, by: Self.runsMax) {
                try write(runs[start..<min(start + Self.runsMax, runs.count)])
            }
        }
        pendingRuns = [:]
    }

    /// As many as one row holds, so that finding a change in it has a bound.
    private static let runsMax = 64

    private func write(_ runs: ArraySlice<LogEnd>) throws {
        guard var last = runs.first else { return }
        let insert = try SQLStatement(db, "INSERT INTO run VALUES (?, ?, ?, ?)")
        insert.bind(1, last.feed)
        insert.bind(2, last.seq)
        insert.bind(3, last.arrival)
        var more = ByteWriter()
        for run in runs.dropFirst() {
            more.append(number: run.seq &- last.seq)
            more.append(number: UInt64(bitPattern: run.arrival &- last.arrival))
            last = run
        }
        insert.bind(4, more.bytes.isEmpty ? nil : more.bytes)
        try insert.run()
    }

    /// Forgets the runs of `feed` that begin at `first` or later.
    func cutRuns(of feed: Int64, from first: UInt64) throws {
        let runs = try row(of: feed, at: first)
        let delete = try SQLStatement(db, "DELETE FROM run WHERE feed = ? AND seq >= ?")
        delete.bind(1, feed)
        delete.bind(2, runs.first?.seq ?? first)
        try delete.run()
        try write(runs.prefix { $0.seq < first })
    }

    /// Where the `seq`-th change of `feed` is if it is held; nil where it cannot be.
    func arrival(of feed: Int64, at seq: UInt64) throws -> Int64? {
        guard seq < UInt64(Int64.max),
            let run = try row(of: feed, at: seq).last(where: { $0.seq <= seq })
        else { return nil }
        return run.arrival &+ Int64(seq - run.seq)
    }

    /// The runs of `feed` in the row that would have the one that `seq` is in.
    private func row(of feed: Int64, at seq: UInt64) throws -> ArraySlice<LogEnd> {
        if pendingRuns[feed] != nil { try flushRuns() }
        let select = try SQLStatement(
            db,
            """
            SELECT seq, arrival, more FROM run WHERE feed = ? AND seq <= ? ORDER BY seq DESC LIMIT 1
            """)
        select.bind(1, feed)
        select.bind(2, seq)
        defer { select.reset() }
        guard try select.step() else { return [] }
        var run = LogEnd(
            arrival: select.integer(1), feed: feed, seq: UInt64(bitPattern: select.integer(0)))
        var runs: ArraySlice = [run]
        var more = ByteReader(select.blob(2)[...])
        while !more.isAtEnd {
            run.seq &+= try more.number()
            run.arrival &+= Int64(bitPattern: try more.number())
            runs.append(run)
        }
        return runs
    }
}
