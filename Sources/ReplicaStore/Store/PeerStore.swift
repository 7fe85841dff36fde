public import RecordModel

/// What is remembered of a peer.
public struct PeerRow: Hashable, Sendable {
    /// The peer's device id.
    public let device: String
    /// Its site.
    public let site: String
    /// Whether it is the hub.
    public let isHub: Bool
    /// When both last spoke, by this device's clock: milliseconds since 1970. Of those that call, to ten
    /// minutes.
    public let contactedAt: Int64
    /// How far this device's clock is ahead of the peer's, in milliseconds.
    public let clockOffset: Int64

    /// Makes a row of its parts.
    public init(
        device: String, site: String, isHub: Bool, contactedAt: Int64, clockOffset: Int64
    ) {
        self.device = device
        self.site = site
        self.isHub = isHub
        self.contactedAt = contactedAt
        self.clockOffset = clockOffset
    }
}

/// What is remembered of peers.
public protocol PeerStore {
    /// Remembers a peer that answered.
    func save(_ peer: PeerRow) throws

    /// The peers ever met, sorted by device.
    func peers() throws -> [PeerRow]

    /// The digest at which this replica and `peer` last agreed on each scope.
    func agreedDigests(with peer: String) throws -> [Scope: [UInt8]]

    /// Remembers that this replica and `peer` hold the same of `scope`.
    func agree(with peer: String, on scope: Scope, digest: [UInt8]) throws

    /// Remembers that `peer` holds `feed` durably up to `seq`.
    func acknowledge(_ feed: Int64, upTo seq: UInt64, by peer: String) throws

    /// How far `peer` is known to hold `feed` durably; 0 for not at all.
    func acknowledged(_ feed: Int64, by peer: String) throws -> UInt64
}
