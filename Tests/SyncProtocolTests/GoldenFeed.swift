import CausalCore
import DeviceIdentity
import RecordModel
import SyncEngine
import SyncProtocol

/// A feed as `feeds.json` shows it, for clients in other languages.
struct GoldenFeed: Codable, Equatable {
    /// One change; bytes in hexadecimal.
    struct Entry: Codable, Equatable {
        let seq: UInt64
        let lamport: UInt64
        let context: [String: UInt64]
        let record: String
        let header: String
        let salt: String
        let body: String
        let bodyDigest: String
        let hash: String
    }

    let scope: String
    let privateKey: String
    let publicKey: String
    let device: String
    let epoch: UInt64
    let replica: String
    let genesis: String
    let entries: [Entry]
    let checkpointBytes: String
    /// Drawn anew by every signing: checked, not compared.
    var signature: String

    init(_ feed: SealedFeed) throws {
        scope = feed.scope.text
        privateKey = feed.key.rawBytes.hex
        publicKey = feed.key.publicKey.hex
        device = feed.key.device.text
        epoch = feed.epoch
        replica = feed.replica.description
        genesis = HashChain.genesis(scope: feed.scope, replica: feed.replica).hex
        entries = zip(feed.changes, zip(feed.sealed, feed.cursors)).map { change, both in
            let (sealed, cursor) = both
            let salt = sealed.content.salt ?? []
            let body = sealed.content.bodyBytes ?? []
            return Entry(
                seq: change.dot.seq, lamport: change.lamport,
                context: Dictionary(
                    uniqueKeysWithValues: change.context.entries.map {
                        ($0.replica.description, $0.seq)
                    }),
                record: change.record.text, header: sealed.header.hex, salt: salt.hex,
                body: body.hex, bodyDigest: sealed.bodyDigest.hex, hash: cursor.hash.hex)
        }
        checkpointBytes = feed.checkpointBytes.hex
        signature = try feed.key.sign(feed.checkpointBytes).hex
    }

    /// The golden feeds: the clerk's, then the worker's. Read, or written, once.
    static let both = Result {
        try GoldenFile.value("feeds.json") {
            let village = try GoldenVillage()
            return [
                try GoldenFeed(village.clerkFeed()), try GoldenFeed(village.workerFeed()),
            ]
        }
    }
}

extension ReplicaID {
    /// Reads thirty-two hexadecimal digits.
    init?(hex: String) {
        guard let bytes = [UInt8](hex: hex) else { return nil }
        self.init(bytes)
    }
}
