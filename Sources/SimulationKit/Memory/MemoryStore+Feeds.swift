import CausalCore
import RecordModel
import ReplicaStore

// The heads of the feeds, and the states of scopes.
extension MemoryStore {
    func author(ofFeed number: Int64) throws -> FeedAuthor? {
        feedRows[number].map { FeedAuthor(replica: $0.replica, device: $0.device) }
    }

    func feed(_ scope: Scope, _ replica: ReplicaID) throws -> Feed? {
        feedNumbers[FeedKey(scope: scope, replica: replica)].flatMap { feedRows[$0] }
    }

    func feeds(in scope: Scope) throws -> [Feed] {
        (scopeFeeds[scope] ?? []).compactMap { feedRows[$0] }
    }

    func feeds(ofDevice device: String) throws -> [Feed] {
        (deviceFeeds[device] ?? []).compactMap { feedRows[$0] }
    }

    func begin(
        _ scope: Scope, _ replica: ReplicaID, device: String, epoch: UInt64, genesis: [UInt8]
    ) throws -> Feed {
        if knownScopes[scope] == nil { knownScopes[scope] = true }
        _ = try number(of: replica)
        let feed = Feed(
            number: Int64(feedRows.rows.count + 1), scope: scope, replica: replica, device: device,
            epoch: epoch, seq: 0, lamport: 0, hash: genesis, context: VersionVector())
        feedRows[feed.number] = feed
        feedNumbers[FeedKey(scope: scope, replica: replica)] = feed.number
        insert(feed, into: &scopeFeeds[scope, default: []])
        insert(feed, into: &deviceFeeds[device, default: []])
        return feed
    }

    /// Lists are kept in order of scope and replica: they are read far more often than they grow.
    private func insert(_ feed: Feed, into numbers: inout [Int64]) {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            let isBefore =
                feedRows[numbers[middle]].map {
                    ($0.scope, $0.replica) < (feed.scope, feed.replica)
                } ?? false
            if isBefore { low = middle + 1 } else { high = middle }
        }
        numbers.insert(feed.number, at: low)
    }

    func save(_ feed: Feed) throws { feedRows[feed.number] = feed }

    func stateSum(of scope: Scope) throws -> StateSum { sums[scope] ?? StateSum() }

    func replace(_ old: [UInt8]?, with new: [UInt8]?, in scope: Scope) throws {
        var sum = sums[scope] ?? StateSum()
        if let old { sum.subtract(old) }
        if let new { sum.add(new) }
        sums[scope] = sum
    }

    func flush() throws {}
}
