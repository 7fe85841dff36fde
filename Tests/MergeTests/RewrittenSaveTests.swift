import CausalCore
import RecordModel
import ReplicaStore
import SimulationKit
import SyncProtocol
import TestSupport
import Testing

@testable import SyncEngine

@Suite("Saves that were written anew")
struct RewrittenSaveTests {
    private static let record = RecordID(high: 1, low: 2)

    private func write(_ mutations: [Mutation], by author: TestReplica) throws {
        _ = try author.write { replica in
            try replica.write(
                Edit(
                    kind: Specimen.name, record: Self.record, scope: .site(author.identity.site),
                    mutations: mutations, actor: author.identity.label))
        }
    }

    @Test("a sum and a log count once what two wrote anew, as the hub was put back between them")
    func twoWriters() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        try hub.write { try $0.define(Specimen.kind(edition: 1)) }
        try write([.increment(field: "total", amount: 1)], by: a)
        for device in [a, b] { try device.sync(with: hub) }
        let image = try a.image()
        try write([.increment(field: "total", amount: 10)], by: a)
        try a.sync(with: hub)
        try a.restore(image)
        try write(
            [
                .increment(field: "total", amount: 100),
                .append(field: "journal", entries: [.text("甲")]),
            ], by: a)
        try b.sync(with: a)
        let backup = try hub.image()
        try a.sync(with: hub)
        try hub.restore(backup)
        try b.sync(with: hub)
        for device in [a, b, a] { try device.sync(with: hub) }
        for replica in [hub, a, b] {
            let shown = try #require(try replica.values(Self.record))
            #expect(shown["total"] == .integer(111))
            #expect(shown["journal"] == .list([.text("甲")]))
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.differencesFromLog() == [])
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
            try replica.write { try $0.rebuild() }
            #expect(try replica.digests() == hub.digests())
        }
        let changes = try hub.read { replica in
            let kind = try #require(replica.kinds[Specimen.name])
            let stored = try #require(
                try replica.store.record(
                    Self.record, kindName: kind.name, kind: kind, site: a.identity.site,
                    isPublished: false))
            return try replica.history(of: stored).changes
        }
        #expect(changes.count == 4, "both are in the log: or nothing was counted twice")
        #expect(changes.filter(\.isRewritten).count == 2)
    }

    @Test("an edit of a field costs the same, however many changes its record has had")
    func constantCost() throws {
        let village = try Village()
        let (hub, a) = (village.hub, village.a)
        try hub.write { try $0.define(Specimen.kind(edition: 1)) }
        try a.sync(with: hub)
        let body = try SealedBody(
            kind: Specimen.name, kindVersion: 1,
            mutations: [.increment(field: "total", amount: 1)], recordedAt: 0, actor: "a",
            reason: "", salt: [UInt8](repeating: 1, count: HashChain.saltBytes))
        _ = try a.write { replica in
            try replica.append(
                body, record: Self.record, scope: .site(a.identity.site), context: nil,
                isRewritten: true)
        }
        func cost() throws -> Int {
            try a.operations { replica in
                try replica.write(
                    Edit(
                        kind: Specimen.name, record: Self.record, scope: .site(a.identity.site),
                        mutations: [.set(field: "title", value: .text("题"))], actor: "a"))
            }
        }
        _ = try cost()
        let first = try cost()
        for _ in 0..<200 { try write([.set(field: "title", value: .text("题"))], by: a) }
        let last = try cost()
        #expect(last < first * 3 / 2, "\(first) operations became \(last)")
    }

    @Test("what was written anew keeps what this program does not understand")
    func unknownMutations() throws {
        let village = try Village()
        let (hub, a) = (village.hub, village.a)
        let image = try a.image()
        _ = try a.add("person", Village.person)
        try a.sync(with: hub)
        try a.restore(image)
        // A mutation of a newer protocol, and a field of the body that is not known either.
        let body: [UInt8] =
            [0x0A, 6] + Array("person".utf8) + [0x32, 4, 0x7A, 2, 0x0A, 0] + [0x7A, 1, 7]
        let salted = [UInt8](repeating: 3, count: HashChain.saltBytes) + body
        _ = try a.write { replica in
            try replica.append(
                SealedBody(kind: "person", salted: salted), record: Self.record,
                scope: .site(a.identity.site), context: nil)
        }
        for _ in 0..<2 { try a.sync(with: hub) }
        let bodies = try hub.read { replica in
            try replica.store.entries(after: 0, limit: 1_000).compactMap(\.entry.body)
        }
        #expect(bodies.contains(salted))
        #expect(try a.read { try $0.epoch() } == 2)
    }

    @Test(
        "whoever wrote a save anew and in whatever order it comes, it counts once",
        arguments: 0..<24 as Range<UInt64>)
    func anyOrder(seed: UInt64) throws {
        let village = try Village(seed: seed + 1, others: 1)
        let authors = [village.a, village.b, village.others[0]]
        var chance = SeededGenerator(seed: seed)
        // Half of the time its kind comes after all of it, as of a newer program.
        let isLate = seed % 2 == 1
        let define = { _ = try village.hub.write { try $0.define(Specimen.kind(edition: 1)) } }
        if !isLate { try define() }
        for author in authors { try author.sync(with: village.hub) }
        var total: Int64 = 0
        var lines: Set<Value> = []
        for number in 0..<6 as Range<Int64> {
            let amount = Int64.random(in: 1...9, using: &chance)
            let line = Value.text("第\(number)行")
            let body = try SealedBody(
                kind: Specimen.name, kindVersion: 1,
                mutations: [
                    .increment(field: "total", amount: amount),
                    .append(field: "journal", entries: [line]),
                    .set(field: "title", value: .text("题")),
                ], recordedAt: 0, actor: "a", reason: "",
                salt: (0..<HashChain.saltBytes).map { _ in .random(in: 0...255, using: &chance) })
            // As its author wrote it, or not: that branch is gone.
            var isRewritten = Bool.random(using: &chance)
            let count = Int.random(in: 1...authors.count, using: &chance)
            for author in authors.shuffled(using: &chance).prefix(count) {
                _ = try author.write { replica in
                    try replica.append(
                        body, record: Self.record, scope: .site(author.identity.site),
                        context: Bool.random(using: &chance) ? nil : VersionVector(),
                        isRewritten: isRewritten)
                }
                isRewritten = true
                if Bool.random(using: &chance) {
                    let other = authors.randomElement(using: &chance) ?? author
                    if other !== author { try author.sync(with: other) }
                }
            }
            total += amount
            lines.insert(line)
            if Bool.random(using: &chance) {
                let author = authors[Int.random(in: 0..<authors.count, using: &chance)]
                try write([.increment(field: "total", amount: 100)], by: author)
                total += 100
                // Through the place of what no table shows, and back.
                try write([.delete], by: author)
                try write([.set(field: "title", value: .text("又"))], by: author)
            }
        }
        if isLate { try define() }
        for _ in 0..<2 {
            for author in authors.shuffled(using: &chance) { try author.sync(with: village.hub) }
        }
        for replica in authors + [village.hub] {
            let shown = try #require(try replica.values(Self.record))
            #expect(shown["total"] == .integer(total))
            #expect(Set(shown["journal"]?.list ?? []) == lines)
            #expect(shown["journal"]?.list?.count == lines.count)
            #expect(try replica.digests() == village.hub.digests())
            #expect(try replica.differencesFromLog() == [])
        }
    }
}
