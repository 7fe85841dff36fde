public import CausalCore
import DeviceIdentity
public import RecordModel
public import ReplicaStore
import SyncProtocol

/// A replica as one synchronous thing, within one transaction: write, receive, frontier, report.
///
/// Everything it needs is handed in; the caller owns the transaction, and commits before anything
/// that this says leaves the machine. What it remembers holds for the next transaction too, if this
/// one commits and nobody else writes: see ``ReplicaWriter``.
public final class Replica {
    /// The tables.
    public let store: any Store
    /// Who this replica is.
    public let identity: ReplicaIdentity
    /// The record kinds that it knows.
    public internal(set) var kinds: KindCatalogue
    private(set) var surroundings: Surroundings
    /// Own feeds that were looked up, with what is held of their scopes.
    var ownFeeds: [Scope: OwnFeed] = [:]
    /// Authors that were looked up, by device; forgotten whenever `control` changes.
    var authors: [String: Author] = [:]
    /// Public keys by what the registry says of them, which is good in any transaction: reading them
    /// again in each was a twentieth of a simulated city.
    var publicKeys: [String: DevicePublicKey] = [:]
    /// The sites of which a record is erased; nil before anybody asked.
    var sitesWithErased: Set<SiteID>?
    /// Whether anything was erased that lies on the disk beside the tables still.
    var needsScrub = false
    /// Whose log the tables are made from, where it is not this replica's own: see ``replay(_:progress:)``.
    var source: Replica?
    private var presentEpoch: (epoch: UInt64, replica: ReplicaID)?
    /// Whether kinds changed in this transaction, so that the next one must read them again.
    public internal(set) var kindsMoved = false

    /// A replica over `store`, for one transaction.
    public init(
        store: any Store, identity: ReplicaIdentity, kinds: KindCatalogue,
        surroundings: Surroundings
    ) {
        self.store = store
        self.identity = identity
        self.kinds = kinds
        self.surroundings = surroundings
    }

    /// Begins the next transaction with another reading of the clock.
    func begin(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        kindsMoved = false
    }

    /// Writes back what was kept in memory. Call it last, before the commit.
    public func finish() throws {
        for (_, own) in ownFeeds.sorted(by: { $0.key < $1.key }) where own.isMoved {
            try store.save(own.feed)
            own.isMoved = false
        }
        try store.flush()
    }

    /// The epoch that this device now writes in, from 1.
    public func epoch() throws -> UInt64 {
        try present().epoch
    }

    /// The replica that this device now is.
    public func replicaID() throws -> ReplicaID {
        try present().replica
    }

    /// The epoch of now and its replica, worked out once.
    private func present() throws -> (epoch: UInt64, replica: ReplicaID) {
        if let presentEpoch { return presentEpoch }
        let epoch = try store.setting("epoch").flatMap(UInt64.init) ?? 1
        let present = (epoch, ReplicaID.of(publicKey: identity.key.publicKey, epoch: epoch))
        presentEpoch = present
        return present
    }

    /// Writes in `epoch` from now on.
    func begin(epoch: UInt64) throws {
        try store.set("epoch", to: String(epoch))
        presentEpoch = nil
    }

    /// What this device may do with `scope`.
    public func permission(for scope: Scope) -> Permission {
        .of(site: identity.site, roles: identity.roles, scope: scope)
    }
}

// One transaction's at a time, and never leaves it.
@available(*, unavailable)
extension Replica: Sendable {}
