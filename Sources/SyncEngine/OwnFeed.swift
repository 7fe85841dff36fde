import CausalCore
import DeviceIdentity
import RecordModel
public import ReplicaStore
public import SyncProtocol

/// The feed that this replica writes in a scope, and what it holds of that scope.
final class OwnFeed {
    var feed: Feed
    var frontier: VersionVector
    /// The highest Lamport number held in the scope.
    var lamportMax: UInt64
    var isMoved = false

    init(feed: Feed, frontier: VersionVector, lamportMax: UInt64) {
        self.feed = feed
        self.frontier = frontier
        self.lamportMax = lamportMax
    }
}

extension Replica {
    /// The own feed in `scope`, begun where there was none.
    func ownFeed(in scope: Scope) throws -> OwnFeed {
        if let own = ownFeeds[scope] { return own }
        let replica = try replicaID()
        let feeds = try store.feeds(in: scope)
        let feed =
            try feeds.first { $0.replica == replica }
            ?? store.begin(
                scope, replica, device: identity.device.text, epoch: try epoch(),
                genesis: HashChain.genesis(scope: scope, replica: replica))
        let own = OwnFeed(
            feed: feed,
            frontier: VersionVector(
                feeds.filter { $0.seq > 0 }.map { Dot($0.replica, $0.seq) }),
            lamportMax: feeds.map(\.lamport).max() ?? 0)
        ownFeeds[scope] = own
        return own
    }

    /// Forgets what is remembered of `scope`, after its feeds have moved.
    func forgetOwnFeed(in scope: Scope) throws {
        if let own = ownFeeds.removeValue(forKey: scope), own.isMoved {
            try store.save(own.feed)
        }
    }
}

extension Feed {
    /// The place after the last change held.
    var cursor: FeedCursor {
        FeedCursor(
            scope: scope, replica: replica, seq: seq, lamport: lamport, hash: hash,
            context: context)
    }

    /// Moves the head to where `cursor` is.
    mutating func move(to cursor: FeedCursor) {
        seq = cursor.seq
        lamport = cursor.lamport
        hash = cursor.hash
        context = cursor.context
    }
}

extension SealedChange {
    /// The entry that the log keeps of this change.
    func entry(seq: UInt64, lamport: UInt64, hash: HashBytes) -> LogEntry {
        switch content {
        case .body(let salted):
            LogEntry(
                seq: seq, lamport: lamport, hash: hash, header: header, body: salted, digest: nil)
        case .erased(let digest):
            LogEntry(
                seq: seq, lamport: lamport, hash: hash, header: header, body: nil, digest: digest)
        }
    }

    /// The change that the log keeps as `entry`.
    public init(_ entry: LogEntry) {
        if let body = entry.body, body.count >= HashChain.saltBytes {
            self.init(header: entry.header, content: .body(salted: body))
        } else {
            self.init(header: entry.header, content: .erased(digest: entry.digest ?? []))
        }
    }
}
