import GRDB

/// One change as the log keeps it: the bytes as sent.
public struct LogEntry: Hashable, Sendable {
    /// The change's place in its feed.
    public let seq: UInt64
    /// Its Lamport number.
    public let lamport: UInt64
    /// Its chain hash.
    public let hash: [UInt8]
    /// The header as sent.
    public let header: [UInt8]
    /// The salt and the body as sent; nil once erased.
    public let body: [UInt8]?
    /// The digest of an erased body.
    public let digest: [UInt8]?

    /// Makes an entry of its parts.
    public init(
        seq: UInt64, lamport: UInt64, hash: [UInt8], header: [UInt8], body: [UInt8]?,
        digest: [UInt8]?
    ) {
        self.seq = seq
        self.lamport = lamport
        self.hash = hash
        self.header = header
        self.body = body
        self.digest = digest
    }
}

/// An entry together with where it stands.
public struct LoggedEntry: Hashable, Sendable {
    /// When it came to this file, counted from 1.
    public let arrival: Int64
    /// The feed's number in this file.
    public let feed: Int64
    /// The record's change that arrived before this one; nil for its first.
    public let previous: Int64?
    /// The entry.
    public let entry: LogEntry
}

extension Store {
    private static let columns =
        "SELECT arrival, feed, previous, seq, lamport, hash, header, body, digest FROM change"

    /// The arrival that the next entry will have.
    public func nextArrival() throws -> Int64 {
        try last().arrival + 1
    }

    /// Adds an entry at the end of `feed`, as ``nextArrival()``. The caller moves the feed's head.
    ///
    /// `previous` is the arrival of the record's change before.
    public func append(_ entry: LogEntry, to feed: Int64, previous: Int64?) throws {
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
        if !end.continues(last) { try beginRun(at: end) }
        logEnd = end
    }

    /// Corrects which change of the record arrived before the one at `arrival`.
    public func link(_ arrival: Int64, previous: Int64?) throws {
        let update = try SQLStatement(db, "UPDATE change SET previous = ? WHERE arrival = ?")
        update.bind(1, previous)
        update.bind(2, arrival)
        try update.run()
    }

    /// Entries of `feed` from `first` on, at most `limit`, in order.
    public func entries(of feed: Int64, from first: UInt64, limit: Int) throws -> [LoggedEntry] {
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

    /// The entry that arrived as `arrival`.
    public func entry(at arrival: Int64) throws -> LoggedEntry? {
        let select = try SQLStatement(db, Self.columns + " WHERE arrival = ?")
        select.bind(1, arrival)
        defer { select.reset() }
        return try select.step() ? try entry(from: select) : nil
    }

    /// Everything in order of arrival after `arrival`, at most `limit`.
    public func entries(after arrival: Int64, limit: Int) throws -> [LoggedEntry] {
        let select = try SQLStatement(
            db, Self.columns + " WHERE arrival > ? ORDER BY arrival LIMIT ?")
        select.bind(1, arrival)
        select.bind(2, Int64(limit))
        var entries: [LoggedEntry] = []
        while try select.step() { entries.append(try entry(from: select)) }
        return entries
    }

    /// How many changes the log holds.
    public func changeCount() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM change") ?? 0
    }

    /// How many changes the log holds by the heads of its feeds, each of which has them from its first
    /// to its head without a gap: what a page asks, since counting the rows reads the whole log.
    public func headCount() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT sum(seq) FROM feed") ?? 0
    }

    /// The last arrival; 0 in an empty log. What `--since` counts by.
    public func lastArrival() throws -> Int64 {
        try last().arrival
    }

    /// The chain hash of the `seq`-th change of `feed`; nil where it is not held.
    public func hash(of feed: Int64, at seq: UInt64) throws -> [UInt8]? {
        try column("hash", of: feed, at: seq) { $0.blob(0) }
    }

    /// The Lamport number of the `seq`-th change of `feed`; nil where it is not held.
    public func lamport(of feed: Int64, at seq: UInt64) throws -> UInt64? {
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

    /// Takes the entries of `feed` from `first` on out of the log. Their records must be rebuilt.
    public func cut(_ feed: Int64, from first: UInt64) throws {
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
        for table in ["run", "seen", "checkpoint"] {
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
