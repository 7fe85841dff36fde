import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("A new record that meets another")
struct MeetingTests {
    private let site: SiteID

    init() throws { site = try #require(SiteID(Village.siteOne)) }

    /// Texts that are days, and some that only look like them.
    private static let moments = [
        "2026-06-01T09:30:00+08:00", "2026-06-01T11:00:00+08:00", "2026-06-01", "2026-06-0",
        "2026-06-01\u{301}T09", "2026-06-01\r\n", "2026\u{0}", "2026", "\u{0}", "二〇二六年六月一日上午", "",
    ]

    private static func draw(_ random: inout SeededGenerator) -> [Mutation] {
        var mutations: [Mutation] = []
        let people = ["", "01m8rjwnvw1x5d5kgk0t6v1rhe", "01m8rjxgqtbmw8w0373zmxwrhv"]
        for (field, texts) in [("person", people), ("visited_at", moments)] {
            guard Int.random(in: 0..<8, using: &random) > 0,
                let text = texts.randomElement(using: &random)
            else { continue }
            mutations.append(.set(field: field, value: .text(text)))
        }
        mutations.append(.set(field: "met", value: .text("in_person")))
        return mutations
    }

    @Test("is found as the general search finds it", arguments: 0..<8 as Range<UInt64>)
    func agrees(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let device = try Village().a
        let kind = try #require(KindCatalogue.standard["visit"])
        var found = 0
        for number in 0..<60 {
            let mutations = Self.draw(&random)
            let id = RecordID(
                millisecondsSince1970: Int64(number), random: (random.next(), random.next()))
            try device.write { replica in
                let body = try SealedBody(
                    kind: kind.name, kindVersion: kind.version, mutations: mutations,
                    recordedAt: 1, actor: "甲", reason: "",
                    salt: [UInt8](repeating: 0, count: HashChain.saltBytes))
                try body.salted.withUnsafeBytes { salted in
                    var record = NewRecord(
                        id: id, kind: kind,
                        stamp: Stamp(lamport: 1, dot: Dot(ReplicaID(high: 1, low: 1), 1)))
                    _ = try BodyOutline.read(salted: salted) { record.take($0) }
                    for place in kind.comparisons.indices {
                        let meets = try replica.store.meetsAnother(
                            record, of: site, by: place)
                        #expect(
                            try replica.store.meetsInGeneral(record, of: site, by: place)
                                == meets)
                        found += meets ? 1 : 0
                    }
                }
                try replica.write(
                    Edit(
                        kind: kind.name, record: id, scope: .site(site),
                        mutations: mutations, actor: "甲"))
            }
        }
        #expect(found > 0)
    }

    @Test("is found whichever of both came first")
    func symmetry() throws {
        let village = try Village()
        let person = Value.text("01m8rjwnvw1x5d5kgk0t6v1rhe")
        let write = { (number: UInt64, moment: String, replica: Replica) in
            _ = try replica.write(
                Edit(
                    kind: "visit", record: RecordID(high: 1, low: number), scope: .site(site),
                    mutations: [
                        .set(field: "person", value: person),
                        .set(field: "visited_at", value: .text(moment)),
                        .set(field: "met", value: .text("in_person")),
                    ], actor: "甲"))
        }
        let both = Self.moments.enumerated().map { (UInt64($0.offset), $0.element) }
        for (replica, order) in [(village.a, both), (village.b, both.reversed())] {
            try replica.write { one in
                for (number, moment) in order { try write(number, moment, one) }
            }
        }
        let conflicts = try [village.a, village.b].map { device in
            try device.read { one in
                Set(try one.store.conflicts(onlyOpen: true).map { $0.id.hex })
            }
        }
        #expect(conflicts[0] == conflicts[1])
        #expect(!conflicts[0].isEmpty)
    }
}
