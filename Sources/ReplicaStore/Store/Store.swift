public import CausalCore
public import RecordModel

/// All tables of one replica, within one transaction.
///
/// What the engine needs of whatever keeps them: SQLite in the product, and plain memory where
/// thousands of replicas are simulated. Both pass one suite of tests. What a value of this type
/// remembers holds for the next transaction too, if this one commits and nobody else writes.
public protocol Store: AnyObject, ReplicaNumbers, SettingStore, FeedStore, ChangeLog, ContextStore,
    StateSumStore, KindStore, RecordStore, QueryStore, ConflictStore, QuarantineStore, ErasureStore,
    PeerStore, CopiesDueStore, DraftStore, InvitationStore
{
    // As ``ReplicaNumbers`` has them, but for a store that is no variable.

    /// The number of `replica`, given on first use.
    func number(of replica: ReplicaID) throws -> UInt64

    /// The replica that has `number`; throws ``DamagedMetadata`` where none has.
    func replica(numbered number: UInt64) throws -> ReplicaID

    /// The scopes that anything is held of, `control` first.
    func scopes() throws -> [Scope]
}
