import Foundation
import GRDB
import RecordModel

extension SQLiteStore {
    func save(_ peer: PeerRow) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO peer VALUES (?, ?, ?, ?, ?)",
            arguments: [
                peer.device, peer.site, peer.isHub, peer.contactedAt, peer.clockOffset,
            ])
    }

    func peers() throws -> [PeerRow] {
        try Row.fetchAll(db, sql: "SELECT * FROM peer ORDER BY device").map {
            PeerRow(
                device: $0["device"], site: $0["site"], isHub: $0["is_hub"],
                contactedAt: $0["contacted_at"], clockOffset: $0["clock_offset"])
        }
    }

    func agreedDigests(with peer: String) throws -> [Scope: [UInt8]] {
        var digests: [Scope: [UInt8]] = [:]
        for row in try Row.fetchAll(
            db, sql: "SELECT scope, digest FROM peer_scope WHERE peer = ?", arguments: [peer])
        {
            let bytes: Data = row[1]
            Scope(row[0] as String).map { digests[$0] = [UInt8](bytes) }
        }
        return digests
    }

    func agree(with peer: String, on scope: Scope, digest: [UInt8]) throws {
        let insert = try SQLStatement(db, "INSERT OR REPLACE INTO peer_scope VALUES (?, ?, ?)")
        insert.bind(1, peer)
        insert.bind(2, scope.text)
        insert.bind(3, digest)
        try insert.run()
    }

    func acknowledge(_ feed: Int64, upTo seq: UInt64, by peer: String) throws {
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

    func acknowledged(_ feed: Int64, by peer: String) throws -> UInt64 {
        let select = try SQLStatement(
            db, "SELECT seq FROM peer_feed WHERE peer = ? AND feed = ?")
        select.bind(1, peer)
        select.bind(2, feed)
        defer { select.reset() }
        return try select.step() ? UInt64(bitPattern: select.integer(0)) : 0
    }
}
