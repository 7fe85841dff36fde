import CausalCore
import RecordModel
import ReplicaStore

// The log, what its changes had seen, and the signatures over them.
extension MemoryStore {
    func append(_ entry: LogEntry, to feed: Int64, previous: Int64?) throws {
        let arrival = try nextArrival()
        log[arrival] = LoggedEntry(arrival: arrival, feed: feed, previous: previous, entry: entry)
        arrivals[FeedPlace(feed: feed, seq: entry.seq)] = arrival
        counters[.lastArrival] = arrival
    }

    func link(_ arrival: Int64, previous: Int64?) throws {
        guard let logged = log[arrival] else { return }
        log[arrival] = LoggedEntry(
            arrival: arrival, feed: logged.feed, previous: previous, entry: logged.entry)
    }

    func entries(of feed: Int64, from first: UInt64, limit: Int) throws -> [LoggedEntry] {
        var entries: [LoggedEntry] = []
        var seq = first
        while entries.count < limit, let logged = logged(feed, seq) {
            entries.append(logged)
            seq += 1
        }
        return entries
    }

    func entry(at arrival: Int64) throws -> LoggedEntry? { log[arrival] }

    func entries(after arrival: Int64, limit: Int) throws -> [LoggedEntry] {
        let (first, last) = (max(arrival, 0) + 1, try lastArrival())
        guard first <= last else { return [] }
        return Array((first...last).lazy.compactMap { self.log[$0] }.prefix(limit))
    }

    func changeCount() throws -> Int { log.rows.count }

    func headCount() throws -> Int { feedRows.rows.values.reduce(0) { $0 + Int($1.seq) } }

    func lastArrival() throws -> Int64 {
        var last = counters[.lastArrival] ?? 0
        // What was cut at the end makes room again.
        while last > 0, log[last] == nil { last -= 1 }
        return last
    }

    func hash(of feed: Int64, at seq: UInt64) throws -> [UInt8]? { logged(feed, seq)?.entry.hash }

    func lamport(of feed: Int64, at seq: UInt64) throws -> UInt64? {
        logged(feed, seq)?.entry.lamport
    }

    func cut(_ feed: Int64, from first: UInt64) throws {
        var seq = first
        while let arrival = arrivals[FeedPlace(feed: feed, seq: seq)] {
            log[arrival] = nil
            arrivals[FeedPlace(feed: feed, seq: seq)] = nil
            seq += 1
        }
        counters[.lastArrival] = try lastArrival()
        seen[feed]?.cut(from: first)
        checkpoints[feed]?.cut(from: first)
    }

    private func logged(_ feed: Int64, _ seq: UInt64) -> LoggedEntry? {
        arrivals[FeedPlace(feed: feed, seq: seq)].flatMap { log[$0] }
    }

    func keep(_ context: VersionVector, of feed: Int64, at seq: UInt64) throws {
        seen[feed, default: Seqs()].insert(context, at: seq)
    }

    func context(of feed: Int64, _ replica: ReplicaID, at seq: UInt64) throws -> VersionVector {
        var (context, found) = (VersionVector(), UInt64(0))
        if let seen = seen[feed] {
            let place = seen.place(from: seq + 1) - 1
            if place >= 0 { (context, found) = (seen.values[place], seen.seqs[place]) }
        }
        // Every change since has seen the one before it.
        if found != seq { context[replica] = seq - 1 }
        return context
    }

    func firstChange(
        of feed: Int64, before end: UInt64, where isMet: (VersionVector) -> Bool
    ) throws -> UInt64? {
        guard let seen = seen[feed] else { return nil }
        let place = seen.values.prefix(seen.place(from: end)).firstIndex(where: isMet)
        return place.map { seen.seqs[$0] }
    }

    func keepCheckpoint(of feed: Int64, at seq: UInt64, signature: [UInt8]) throws {
        checkpoints[feed, default: Seqs()].insert(signature, at: seq)
    }

    func checkpoint(of feed: Int64, from seq: UInt64) throws -> (
        seq: UInt64, signature: [UInt8]
    )? {
        guard let kept = checkpoints[feed] else { return nil }
        let place = kept.place(from: seq)
        return place < kept.seqs.count ? (kept.seqs[place], kept.values[place]) : nil
    }

    func lastCheckpoint(of feed: Int64) throws -> UInt64 { checkpoints[feed]?.seqs.last ?? 0 }
}
