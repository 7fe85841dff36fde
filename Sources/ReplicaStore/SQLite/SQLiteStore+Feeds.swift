import CausalCore
import GRDB
import RecordModel

extension SQLiteStore {
    // Asked of the file once.
    func author(ofFeed number: Int64) throws -> FeedAuthor? {
        if let author = feedAuthors[number] { return author }
        let select = try SQLStatement(db, Self.columns + " WHERE number = ?")
        select.bind(1, number)
        guard let feed = try allFeeds(from: select).first else { return nil }
        let author = FeedAuthor(replica: feed.replica, device: feed.device)
        feedAuthors[number] = author
        return author
    }

    private static let columns =
        "SELECT number, scope, replica, device, epoch, seq, lamport, hash, context FROM feed"

    func feed(_ scope: Scope, _ replica: ReplicaID) throws -> Feed? {
        guard let scopeNumber = try knownNumber(of: scope),
            let replicaNumber = try knownNumber(of: replica)
        else { return nil }
        let select = try SQLStatement(db, Self.columns + " WHERE scope = ? AND replica = ?")
        select.bind(1, scopeNumber)
        select.bind(2, replicaNumber)
        return try allFeeds(from: select).first
    }

    func feeds(in scope: Scope) throws -> [Feed] {
        guard let scopeNumber = try knownNumber(of: scope) else { return [] }
        let select = try SQLStatement(db, Self.columns + " WHERE scope = ?")
        select.bind(1, scopeNumber)
        return try allFeeds(from: select).sorted { $0.replica < $1.replica }
    }

    func feeds(ofDevice device: String) throws -> [Feed] {
        let select = try SQLStatement(db, Self.columns + " WHERE device = ?")
        select.bind(1, device)
        return try allFeeds(from: select).sorted {
            ($0.scope, $0.replica) < ($1.scope, $1.replica)
        }
    }

    private func allFeeds(from select: SQLStatement) throws -> [Feed] {
        var rows: [FeedRow] = []
        while try select.step() { rows.append(FeedRow(select)) }
        // Names and contexts afterwards: reading them runs other statements.
        return try rows.map { row in
            Feed(
                number: row.number, scope: try scope(numbered: row.scope),
                replica: try replica(numbered: row.replica), device: row.device,
                epoch: row.epoch, seq: row.seq, lamport: row.lamport, hash: row.hash,
                context: try vector(row.context))
        }
    }

    func begin(
        _ scope: Scope, _ replica: ReplicaID, device: String, epoch: UInt64, genesis: [UInt8]
    ) throws -> Feed {
        let insert = try SQLStatement(
            db,
            """
            INSERT INTO feed(scope, replica, device, epoch, seq, lamport, hash, context, share)
            VALUES (?, ?, ?, ?, 0, 0, ?, X'', ?)
            """)
        let scopeNumber = try number(of: scope)
        let replicaNumber = try number(of: replica)
        insert.bind(1, scopeNumber)
        insert.bind(2, replicaNumber)
        insert.bind(3, device)
        insert.bind(4, epoch)
        insert.bind(5, genesis)
        insert.bind(6, StateSum().bytes)
        try insert.run()
        return Feed(
            number: db.lastInsertedRowID, scope: scope, replica: replica, device: device,
            epoch: epoch, seq: 0, lamport: 0, hash: genesis, context: VersionVector())
    }

    func save(_ feed: Feed) throws {
        let update = try SQLStatement(
            db,
            """
            UPDATE feed SET seq = ?, lamport = ?, hash = ?, context = ?, share = ? WHERE number = ?
            """)
        let context = try bytes(of: feed.context)
        let share = try grownShare(of: feed)
        update.bind(1, feed.seq)
        update.bind(2, feed.lamport)
        update.bind(3, feed.hash)
        update.bind(4, context)
        update.bind(5, share.bytes)
        update.bind(6, feed.number)
        try update.run()
    }
}

/// One row of the table of feeds, as it stands.
private struct FeedRow {
    let number: Int64
    let scope: Int64
    let replica: UInt64
    let device: String
    let epoch: UInt64
    let seq: UInt64
    let lamport: UInt64
    let hash: [UInt8]
    let context: [UInt8]

    init(_ select: SQLStatement) {
        number = select.integer(0)
        scope = select.integer(1)
        replica = UInt64(bitPattern: select.integer(2))
        device = select.text(3)
        epoch = UInt64(bitPattern: select.integer(4))
        seq = UInt64(bitPattern: select.integer(5))
        lamport = UInt64(bitPattern: select.integer(6))
        hash = select.blob(7)
        context = select.blob(8)
    }
}
