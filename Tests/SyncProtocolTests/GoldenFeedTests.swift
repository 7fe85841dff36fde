import CausalCore
import DeviceIdentity
import RecordModel
import SyncEngine
import SyncProtocol
import Testing

@Suite("Golden feeds")
struct GoldenFeedTests {
    @Test("Sealing the same changes gives the same bytes and hashes as ever")
    func sealing() throws {
        let village = try GoldenVillage()
        let golden = try GoldenFeed.both.get()
        for (feed, golden) in zip([try village.clerkFeed(), try village.workerFeed()], golden) {
            var fresh = try GoldenFeed(feed)
            fresh.signature = golden.signature
            #expect(fresh == golden)
        }
    }

    @Test("A golden feed opens to the changes that were sealed, and its signature is its author's")
    func opening() throws {
        let village = try GoldenVillage()
        let golden = try GoldenFeed.both.get()
        for (golden, changes) in zip(golden, [village.clerkChanges, village.workerChanges]) {
            let scope = try #require(Scope(golden.scope))
            let replica = try #require(ReplicaID(hex: golden.replica))
            var cursor = FeedCursor(scope: scope, replica: replica)
            #expect(cursor.hash.hex == golden.genesis)
            for (entry, change) in zip(golden.entries, changes) {
                let sealed = SealedChange(
                    header: try #require([UInt8](hex: entry.header)),
                    content: .body(
                        salt: try #require([UInt8](hex: entry.salt)),
                        bytes: try #require([UInt8](hex: entry.body))))
                #expect(sealed.bodyDigest.hex == entry.bodyDigest)
                #expect(try cursor.open(sealed).change(in: scope) == change)
                #expect(cursor.hash.hex == entry.hash)
            }
            let key = try #require([UInt8](hex: golden.publicKey).flatMap(DevicePublicKey.init))
            let isSigned = key.verifies(
                try #require([UInt8](hex: golden.signature)),
                of: try #require([UInt8](hex: golden.checkpointBytes)))
            #expect(isSigned)
        }
    }

    @Test("The golden feed has every mutation and every kind of value in it")
    func coverage() throws {
        let village = try GoldenVillage()
        let mutations = (village.clerkChanges + village.workerChanges).flatMap(\.mutations)
        var seen: Set<String> = []
        for mutation in mutations {
            switch mutation {
            case .set(_, let value): seen.formUnion(["set"] + Self.names(in: value))
            case .insert: seen.insert("insert")
            case .remove: seen.insert("remove")
            case .increment: seen.insert("increment")
            case .append: seen.insert("append")
            case .delete: seen.insert("delete")
            case .keep: seen.insert("keep")
            }
        }
        #expect(seen.count == 13)
    }

    private static func names(in value: Value) -> [String] {
        switch value {
        case .null: ["null"]
        case .boolean: ["boolean"]
        case .integer: ["integer"]
        case .text: ["text"]
        case .list(let values): ["list"] + values.flatMap(names)
        case .object(let values): ["object"] + values.values.flatMap(names)
        }
    }
}
