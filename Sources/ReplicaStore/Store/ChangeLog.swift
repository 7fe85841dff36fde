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

    package init(
        arrival: Int64, feed: Int64, previous: Int64?, entry: LogEntry
    ) {
        self.arrival = arrival
        self.feed = feed
        self.previous = previous
        self.entry = entry
    }
}

/// The changes held, each in its feed, in order of arrival.
public protocol ChangeLog {
    /// Adds an entry at the end of `feed`, as ``nextArrival()``. The caller moves the feed's head.
    ///
    /// `previous` is the arrival of the record's change before.
    func append(_ entry: LogEntry, to feed: Int64, previous: Int64?) throws

    /// Corrects which change of the record arrived before the one at `arrival`.
    func link(_ arrival: Int64, previous: Int64?) throws

    /// Entries of `feed` from `first` on, at most `limit`, in order.
    func entries(of feed: Int64, from first: UInt64, limit: Int) throws -> [LoggedEntry]

    /// The entry that arrived as `arrival`.
    func entry(at arrival: Int64) throws -> LoggedEntry?

    /// Everything in order of arrival after `arrival`, at most `limit`.
    func entries(after arrival: Int64, limit: Int) throws -> [LoggedEntry]

    /// How many changes the log holds.
    func changeCount() throws -> Int

    /// How many changes the log holds by the heads of its feeds, each of which has them from its first
    /// to its head without a gap: what a page asks, since counting the rows reads the whole log.
    func headCount() throws -> Int

    /// The last arrival; 0 in an empty log. What `--since` counts by.
    func lastArrival() throws -> Int64

    /// The chain hash of the `seq`-th change of `feed`; nil where it is not held.
    func hash(of feed: Int64, at seq: UInt64) throws -> [UInt8]?

    /// The Lamport number of the `seq`-th change of `feed`; nil where it is not held.
    func lamport(of feed: Int64, at seq: UInt64) throws -> UInt64?

    /// Takes the entries of `feed` from `first` on out of the log. Their records must be rebuilt.
    func cut(_ feed: Int64, from first: UInt64) throws
}

extension ChangeLog {
    /// The arrival that the next entry will have.
    public func nextArrival() throws -> Int64 {
        try lastArrival() + 1
    }
}
