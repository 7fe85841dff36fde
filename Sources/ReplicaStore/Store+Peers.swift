import Foundation
import GRDB
public import RecordModel

/// What is remembered of a peer.
public struct PeerRow: Hashable, Sendable {
    /// The peer's device id.
    public let device: String
    /// Its site.
    public let site: String
    /// Whether it is the hub.
    public let isHub: Bool
    /// When it last answered, by this device's clock: milliseconds since 1970.
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

extension Store {
    /// Remembers a peer that answered.
    public func save(_ peer: PeerRow) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO peer VALUES (?, ?, ?, ?, ?)",
            arguments: [
                peer.device, peer.site, peer.isHub, peer.contactedAt, peer.clockOffset,
            ])
    }

    /// The peers ever met, sorted by device.
    public func peers() throws -> [PeerRow] {
        try Row.fetchAll(db, sql: "SELECT * FROM peer ORDER BY device").map {
            PeerRow(
                device: $0["device"], site: $0["site"], isHub: $0["is_hub"],
                contactedAt: $0["contacted_at"], clockOffset: $0["clock_offset"])
        }
    }

    /// The digest at which this replica and `peer` last agreed on each scope.
    public func agreedDigests(with peer: String) throws -> [Scope: [UInt8]] {
        var digests: [Scope: [UInt8]] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT scope, digest FROM peer_scope WHERE peer = ?", arguments: [peer])
        {
            let bytes: Data = row[1]
            Scope(row[0] as String).map { digests[$0] = [UInt8](bytes) }
        }
        return digests
    }

    /// Remembers that this replica and `peer` hold the same of `scope`.
    public func agree(with peer: String, on scope: Scope, digest: [UInt8]) throws {
        let insert = try SQLStatement(db, "INSERT OR REPLACE INTO peer_scope VALUES (?, ?, ?)")
        insert.bind(1, peer)
        insert.bind(2, scope.text)
        insert.bind(3, digest)
        try insert.run()
    }

    /// Remembers that `peer` holds `feed` durably up to `seq`.
    public func acknowledge(_ feed: Int64, upTo seq: UInt64, by peer: String) throws {
        let insert = try SQLStatement(
            db,
            """
            INSERT INTO peer_feed VALUES (?, ?, ?)
            ON CONFLICT(peer, feed) DO UPDATE SET seq = excluded.seq
            """)
        insert.bind(1, peer)
        insert.bind(2, feed)
        insert.bind(3, seq)
        try insert.run()
    }

    /// How far `peer` is known to hold `feed` durably; 0 for not at all.
    public func acknowledged(_ feed: Int64, by peer: String) throws -> UInt64 {
        let select = try SQLStatement(
            db, "SELECT seq FROM peer_feed WHERE peer = ? AND feed = ?")
        select.bind(1, peer)
        select.bind(2, feed)
        defer { select.reset() }
        return try select.step() ? UInt64(bitPattern: select.integer(0)) : 0
    }
}
