import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import TestSupport
import Testing

@Suite("Contexts in the log")
struct ContextTests {
    @Test(
        "every change's context and Lamport number come back as they were written",
        arguments: 0..<20 as Range<UInt64>)
    func contexts(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let village = try Village(seed: seed)
        let site = try #require(SiteID(Village.siteOne))
        let scope = Scope.site(site)
        var written: [Change] = []
        var tokens: [String: [String]] = [:]
        for _ in 0..<30 {
            let device = Bool.random(using: &chance) ? village.a : village.b
            let label = device.identity.label
            if Int.random(in: 0..<4, using: &chance) == 0 { try village.a.sync(with: village.b) }
            let base =
                Int.random(in: 0..<3, using: &chance) == 0
                ? tokens[label]?.randomElement(using: &chance) : nil
            let change = try device.write { replica in
                try replica.write(
                    Edit(
                        kind: "person", record: replica.newRecordID(), scope: scope,
                        mutations: [.set(field: "name", value: .text("甲"))],
                        context: try base.map { try replica.context(of: $0, in: scope) },
                        actor: "a"))
            }
            written.append(change)
            tokens[label, default: []].append(try device.read { try $0.baseToken(of: scope) })
        }
        try village.a.sync(with: village.b)
        try village.a.sync(with: village.hub)
        for replica in [village.a, village.b, village.hub] {
            try replica.read { replica in
                for change in written {
                    let feed = try #require(try replica.store.feed(scope, change.dot.replica))
                    let context = try replica.store.context(
                        of: feed.number, change.dot.replica, at: change.dot.seq)
                    #expect(context == change.context)
                    let lamport = try replica.store.lamport(of: feed.number, at: change.dot.seq)
                    #expect(lamport == change.lamport)
                }
            }
        }
    }
}
