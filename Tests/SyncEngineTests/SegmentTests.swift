import CausalCore
import RecordModel
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Segments of many short syncs")
struct SegmentTests {
    private let village: Village
    private let site: Scope

    init() throws {
        village = try Village(others: 1)
        site = try #require(Scope("site/\(Village.siteOne)"))
    }

    private func segments(of replica: TestReplica) throws -> [Segment] {
        try replica.read { one in try one.segments(one.plan(for: VersionVector(), in: site)) }
    }

    @Test(
        "a feed that was synced after every save goes on in one segment, under its last checkpoint")
    func joined() throws {
        let (hub, a, b) = (village.hub, village.a, village.b)
        for number in 0..<20 {
            _ = try a.add("person", ["name": .text("甲\(number)")])
            try a.sync(with: hub)
        }
        #expect(try hub.read { try $0.plan(for: VersionVector(), in: site).count } == 20)
        let joined = try segments(of: hub)
        #expect(joined.map(\.changes.count) == [20])
        #expect(joined.map(\.checkpoint.seq) == [20])
        #expect(try b.sync(with: hub).isEmpty)
        #expect(try b.read { try $0.verifyLog() }.damage == [])
        #expect(try b.digests()[site.text] == hub.digests()[site.text])
        // Who got it in one segment has one checkpoint of it, and passes it on all the same.
        #expect(try b.read { try $0.plan(for: VersionVector(), in: site).count } == 1)
        let other = village.others[0]
        #expect(try other.sync(with: b).isEmpty)
        #expect(try other.digests()[site.text] == hub.digests()[site.text])
    }

    @Test("feeds that have seen each other stay in the order in which they can be applied")
    func interleaved() throws {
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", ["name": .text("甲")])
        for round in 0..<6 {
            for device in [a, b] {
                try device.sync(with: hub)
                let phone = "1380013800\(round)\(device.identity.label)"
                try device.set(id, ["phone": .text(phone)])
                try device.sync(with: hub)
            }
        }
        let segments = try segments(of: hub)
        // The first save and the first edit are one.
        #expect(segments.map(\.changes.count) == [2] + Array(repeating: 1, count: 11))
        let receipts = try village.others[0].write { one in
            try segments.map { try one.receive($0, from: hub.member) }
        }
        #expect(receipts.allSatisfy { if case .merged = $0 { true } else { false } })
    }

    @Test(
        "feeds that saw each other in turns stay apart wherever they went, also by ways that know one already"
    )
    func relayed() throws {
        let (hub, a, b, fresh) = (village.hub, village.a, village.b, village.others[0])
        _ = try a.add("person", ["name": .text("甲")])
        _ = try b.add("person", ["name": .text("乙")])
        try a.sync(with: b)
        for device in [a, b] { _ = try device.add("person", ["name": .text("丙")]) }
        // Each brings its own feed whole, as the hub has nothing of it or its beginning only.
        try b.sync(with: hub)
        try a.sync(with: hub)
        for _ in 0..<3 {
            for device in [a, b] { try device.sync(with: hub) }
        }
        #expect(try fresh.sync(with: hub).isEmpty)
        #expect(try fresh.digests()[site.text] == hub.digests()[site.text])
    }

    @Test("what does not fit into one segment is cut at a checkpoint")
    func bounded() throws {
        let (hub, a) = (village.hub, village.a)
        for _ in 0..<5 {
            for _ in 0..<300 { _ = try a.add("person", ["name": .text("甲")]) }
            try a.sync(with: hub)
        }
        #expect(try segments(of: hub).map(\.changes.count) == [900, 600])
        let note = String(repeating: "长", count: 20_000)
        for _ in 0..<20 {
            _ = try a.add("person", ["name": .text("乙"), "address": .text(note)])
            try a.sync(with: hub)
        }
        let segments = try segments(of: hub)
        for segment in segments {
            #expect(segment.plainBytes <= Limits.segmentPlainBytes)
            #expect(try segment.wire().batch.count < Limits.messageBytesMax)
        }
        #expect(segments.count == 3)
        #expect(segments.reduce(0) { $0 + $1.changes.count } == 1_520)
    }
}
