import CausalCore
import RecordModel
import ReplicaStore
import TestSupport
import Testing

@Suite("The log")
struct ChangeLogTests {
    private static func entry(_ feed: Int, _ seq: UInt64) -> LogEntry {
        LogEntry(
            seq: seq, lamport: seq * 3, hash: [UInt8(feed), UInt8(truncatingIfNeeded: seq)],
            header: [1, UInt8(feed)], body: nil, digest: [UInt8(truncatingIfNeeded: seq)])
    }

    @Test(
        "finds every change by its feed and place, however feeds were interleaved and cut",
        arguments: 0..<60 as Range<UInt64>)
    func places(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let file = try OpenFile()
        let scope = try #require(Scope("site/442000001001"))
        let count = Int.random(in: 1...4, using: &chance)
        var heads = [UInt64](repeating: 0, count: count)
        let numbers = try file.write { store in
            try (0..<count).map { index in
                let id = try #require(ReplicaID([UInt8](repeating: UInt8(index + 1), count: 16)))
                return try store.begin(scope, id, device: "d\(index)", epoch: 1, genesis: [0])
                    .number
            }
        }
        for _ in 0..<30 {
            try file.write { store in
                for _ in 0..<Int.random(in: 1...2, using: &chance) {
                    var feed = Int.random(in: 0..<count, using: &chance)
                    if Int.random(in: 0..<6, using: &chance) == 0, heads[feed] > 0 {
                        let first = UInt64.random(in: 1...heads[feed], using: &chance)
                        try store.cut(numbers[feed], from: first)
                        heads[feed] = first - 1
                        continue
                    }
                    // Now and then as a hub saves for many villages: one of this, one of that.
                    let isMixed = Int.random(in: 0..<8, using: &chance) == 0
                    for _ in 0..<Int.random(in: 1...(isMixed ? 300 : 9), using: &chance) {
                        if isMixed { feed = Int.random(in: 0..<count, using: &chance) }
                        heads[feed] += 1
                        try store.append(
                            Self.entry(feed, heads[feed]), to: numbers[feed], previous: nil)
                    }
                }
            }
        }
        try file.file.read { store in
            #expect(try store.changeCount() == Int(heads.reduce(0, +)))
            for feed in 0..<count {
                let first = UInt64.random(in: 1...heads[feed] + 1, using: &chance)
                let limit = Int.random(in: 1...40, using: &chance)
                let expected = (first..<heads[feed] + 1).prefix(limit).map { Self.entry(feed, $0) }
                let found = try store.entries(of: numbers[feed], from: first, limit: limit)
                #expect(found.map(\.entry) == expected)
                for seq in 1...heads[feed] + 2 {
                    let isHeld = seq <= heads[feed]
                    #expect(
                        try store.hash(of: numbers[feed], at: seq)
                            == (isHeld ? Self.entry(feed, seq).hash : nil))
                    #expect(
                        try store.lamport(of: numbers[feed], at: seq) == (isHeld ? seq * 3 : nil))
                }
                #expect(try store.hash(of: numbers[feed], at: .max) == nil)
            }
        }
    }
}
