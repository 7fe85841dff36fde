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
        (scopeFeeds[scope] ?? []).compactMap { feedRows[$0] }.sorted { $0.replica < $1.replica }
    }

    func feeds(ofDevice device: String) throws -> [Feed] {
        (deviceFeeds[device] ?? []).compactMap { feedRows[$0] }.sorted {
            ($0.scope, $0.replica) < ($1.scope, $1.replica)
        }
    }

    func begin(
        _ scope: Scope, _ replica: ReplicaID, device: String, epoch: UInt64, genesis: [UInt8]
    ) throws -> Feed {
        knownScopes[scope] = true
        _ = try number(of: replica)
        let feed = Feed(
            number: Int64(feedRows.rows.count + 1), scope: scope, replica: replica, device: device,
            epoch: epoch, seq: 0, lamport: 0, hash: genesis, context: VersionVector())
        feedRows[feed.number] = feed
        feedNumbers[FeedKey(scope: scope, replica: replica)] = feed.number
        scopeFeeds[scope, default: []].append(feed.number)
        deviceFeeds[device, default: []].append(feed.number)
        return feed
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
