import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import TestSupport
import Testing

@Suite("What a replica remembers between transactions")
struct ReplicaWriterTests {
    private struct Stopped: Error {}

    @Test(
        "a transaction that fails is forgotten: the next save goes on where the last one ended",
        arguments: 0..<20 as Range<UInt64>)
    func failure(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let village = try Village(seed: seed)
        let scope = Scope.site(village.a.identity.site)
        var saved = 0
        for _ in 0..<20 {
            let count = Int.random(in: 1...3, using: &chance)
            let fails = Bool.random(using: &chance)
            do {
                try village.a.write { replica in
                    for _ in 0..<count {
                        try replica.add(
                            Draft(kind: "person", values: Village.person, actor: "甲"))
                    }
                    if fails { throw Stopped() }
                }
                saved += count
            } catch is Stopped {
                #expect(fails)
            }
            if Int.random(in: 0..<4, using: &chance) == 0 { try village.a.sync(with: village.hub) }
        }
        try village.a.sync(with: village.hub)
        for replica in [village.a, village.hub] {
            try replica.read { replica in
                #expect(try replica.verifyLog().damage == [])
                #expect(try replica.store.feeds(in: scope).map(\.seq).max() == UInt64(saved))
                let person = try #require(replica.kinds["person"])
                #expect(try replica.store.count(of: person) == saved)
            }
        }
        #expect(
            try village.a.read { try $0.state(of: scope) }
                == village.hub.read { try $0.state(of: scope) })
    }
}
