public import CausalCore
public import RecordModel

/// The head of one feed as held here.
public struct Feed: Hashable, Sendable {
    /// The feed's number in this file.
    public let number: Int64
    /// The scope it belongs to.
    public let scope: Scope
    /// Its author.
    public let replica: ReplicaID
    /// The author's device.
    public let device: String
    /// The epoch of that device that the author is.
    public let epoch: UInt64
    /// The last change held; 0 for none.
    public var seq: UInt64
    /// That change's Lamport number.
    public var lamport: UInt64
    /// That change's chain hash; the genesis hash before the first.
    public var hash: [UInt8]
    /// That change's context.
    public var context: VersionVector

    package init(
        number: Int64, scope: Scope, replica: ReplicaID, device: String, epoch: UInt64,
        seq: UInt64, lamport: UInt64, hash: [UInt8], context: VersionVector
    ) {
        self.number = number
        self.scope = scope
        self.replica = replica
        self.device = device
        self.epoch = epoch
        self.seq = seq
        self.lamport = lamport
        self.hash = hash
        self.context = context
    }
}

/// What of a feed stays as it began: whose it is.
public struct FeedAuthor: Hashable, Sendable {
    /// Its author.
    public let replica: ReplicaID
    /// The author's device.
    public let device: String

    package init(replica: ReplicaID, device: String) {
        self.replica = replica
        self.device = device
    }
}

/// The heads of the feeds.
public protocol FeedStore {
    /// The feed that `replica` writes in `scope`; nil where nothing of it is held.
    func feed(_ scope: Scope, _ replica: ReplicaID) throws -> Feed?

    /// Whose the feed with that number is; nil where there is none.
    func author(ofFeed number: Int64) throws -> FeedAuthor?

    /// The feeds held of `scope`, sorted by replica.
    func feeds(in scope: Scope) throws -> [Feed]

    /// The feeds of one device's epochs in all scopes, in stable order.
    func feeds(ofDevice device: String) throws -> [Feed]

    /// Begins a feed that holds nothing yet; `genesis` is its hash before the first change.
    func begin(
        _ scope: Scope, _ replica: ReplicaID, device: String, epoch: UInt64, genesis: [UInt8]
    ) throws -> Feed

    /// Writes the head of `feed` back after its log has grown or been cut.
    func save(_ feed: Feed) throws
}

extension FeedStore {
    /// What is held of `scope`.
    public func frontier(of scope: Scope) throws -> VersionVector {
        VersionVector(
            try feeds(in: scope).filter { $0.seq > 0 }.map { Dot($0.replica, $0.seq) })
    }
}
