import CausalCore
import RecordModel
import ReplicaStore
import SimulationKit

/// People of every level and state, and visits to them by chance.
struct VisitScript {
    let seed: UInt64

    static let days = [-40, 0, 5, 60].map { Day(daysSince1970: 20_600 + $0) }

    static func person() throws -> Kind { try kind("person") }
    static func visit() throws -> Kind { try kind("visit") }

    private static func kind(_ name: String) throws -> Kind {
        guard let kind = KindCatalogue.standard[name] else { throw MissingKind() }
        return kind
    }

    struct MissingKind: Error {}

    func run(in store: any Store) throws {
        for kind in KindCatalogue.standard.kinds { try store.install(kind, over: nil) }
        let (person, visit) = (try Self.person(), try Self.visit())
        var chance = Chance(seed: seed, .plan)
        for number in 1...12 {
            let id = RecordID(
                millisecondsSince1970: Int64(20_500 + number) * 86_400_000,
                random: (1, UInt64(number)))
            var values: [String: Value] = [
                "name": .text("甲\(number)"),
                "consent_date": .text(Day(daysSince1970: 20_600 + number % 5).text),
            ]
            values["risk_level"] = ["high", "key", "general", nil].randomElement(using: &chance)?
                .map { .text($0) }
            values["status"] = [.text("active"), .text("moved")].randomElement(using: &chance)
            let site = StoreScript.sites[number % 2]
            try insert(id, person, values, at: site, in: store, &chance)
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                let day = Day(daysSince1970: Int.random(in: 20_560...20_600, using: &chance))
                let hour = Int.random(in: 10...12, using: &chance)
                var values: [String: Value] = [
                    "person": .text(id.text),
                    "visited_at": .text("\(day.text)T\(hour):00:00+08:00"),
                ]
                values["met"] = ["in_person", "not_met", nil].randomElement(using: &chance)?
                    .map { .text($0) }
                let visitID = RecordID(
                    millisecondsSince1970: 1, random: (2, chance.next()))
                // Now and then of another site, which does not count.
                let there = Int.random(in: 0..<4, using: &chance) > 0 ? site : StoreScript.sites[0]
                try insert(visitID, visit, values, at: there, in: store, &chance)
            }
        }
        try store.flush()
    }

    private func insert(
        _ id: RecordID, _ kind: Kind, _ values: [String: Value], at site: SiteID,
        in store: any Store, _ chance: inout Chance
    ) throws {
        var state = RecordState(id: id, kind: kind.name)
        state.apply(
            Change(
                scope: .control, dot: Dot(StoreScript.replicas[0], chance.next() >> 8), lamport: 1,
                context: VersionVector(), record: id, kind: kind.name,
                mutations: values.sorted { $0.key < $1.key }.map { .set(field: $0, value: $1) },
                recordedAt: 1_000, actor: "李"))
        _ = try store.insert(
            StoredRecord(state: state, site: site, isPublished: false, latest: 1), kind: kind)
    }
}
