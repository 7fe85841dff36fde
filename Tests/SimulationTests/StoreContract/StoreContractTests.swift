import RecordModel
import ReplicaStore
@testable import SimulationKit
import Testing

/// What the engine relies on in whatever keeps its tables, asked of both that do.
@Suite("A store")
struct StoreContractTests {
    enum Kept: String, CaseIterable, Sendable {
        case memory, sqlite

        func medium() throws -> SimulatedMedium {
            switch self {
            case .memory: .memory(MemoryMedium())
            case .sqlite: .file(try .inMemory())
            }
        }
    }

    @Test(
        "whatever is written, taken back, cut and rebuilt, every store says the same",
        arguments: 0..<20 as Range<UInt64>)
    func likeness(seed: UInt64) throws {
        let media = try Kept.allCases.map { try $0.medium() }
        var scripts = media.map { _ in StoreScript(seed: seed) }
        for number in 0..<40 {
            for (index, medium) in media.enumerated() {
                let script = scripts[index]
                let before = script.isTakenBack(number) ? try medium.view(script) : []
                do {
                    try medium.write { try scripts[index].step(number, in: $0) }
                } catch is StoreScript.TakenBack {
                    scripts[index] = script
                    #expect(try medium.view(script) == before, "left by \(number)")
                }
            }
            guard number % 5 == 4 else { continue }
            let views = try media.indices.map { try media[$0].view(scripts[$0]) }
            let different = zip(views[0], views[1]).first { $0 != $1 }
            #expect(different == nil, "after \(number)")
            guard views[0] == views[1] else { break }
        }
    }

    @Test("a copy goes its own way", arguments: Kept.allCases)
    func copies(kept: Kept) throws {
        let original = try kept.medium()
        var script = StoreScript(seed: 1)
        for number in 0..<30 {
            let before = script
            do {
                try original.write { try script.step(number, in: $0) }
            } catch is StoreScript.TakenBack { script = before }
        }
        let before = try original.view(script)
        let copy = try original.copy()
        #expect(try copy.view(script) == before)
        try original.write { try $0.set("setting 0", to: "original") }
        try copy.write { try $0.set("setting 0", to: "copy") }
        #expect(try original.read { try $0.setting("setting 0") } == "original")
        #expect(try copy.read { try $0.setting("setting 0") } == "copy")
        #expect(try original.empty().read { try $0.setting("setting 0") } == nil)
    }

    @Test("of more drafts than are kept the oldest give way", arguments: Kept.allCases)
    func drafts(kept: Kept) throws {
        let medium = try kept.medium()
        let ids = (0...StoredDraft.countMax).map {
            RecordID(millisecondsSince1970: Int64($0), random: (1, 1))
        }
        for (index, id) in ids.enumerated() {
            try medium.write {
                try $0.save(StoredDraft(record: id, kind: "person", at: Int64(index), content: ""))
            }
        }
        let left = try medium.read { try $0.drafts() }.map(\.record)
        #expect(left == ids.dropFirst().reversed())
    }

    @Test("somebody is due whom the rhythm says, whatever was met")
    func dueVisits() throws {
        var due: [DueVisit] = []
        for seed in 0..<20 as Range<UInt64> {
            let found = try Kept.allCases.map { kept in
                let medium = try kept.medium()
                try medium.write { try VisitScript(seed: seed).run(in: $0) }
                return try medium.read { store in
                    try VisitScript.days.map { day in
                        try store.dueVisits(of: VisitScript.person(), until: day, among: .standard)
                    }
                }
            }
            #expect(found[0] == found[1], "seed \(seed)")
            due += found[1].joined()
        }
        #expect(due.contains { $0.missed != nil } && due.contains { $0.last == nil })
    }

    @Test("a page lists those whose day has come, and a search finds a visit by who was visited")
    func pages() throws {
        let found = try Kept.allCases.map { kept in
            let medium = try kept.medium()
            try medium.write { try VisitScript(seed: 3).run(in: $0) }
            return try medium.read { store in
                let (person, visit) = (try VisitScript.person(), try VisitScript.visit())
                let due = try store.records(
                    of: person, where: "consent_date", isUntil: Day(daysSince1970: 20_602),
                    notIn: ["moved"], limit: 4)
                var query = RecordQuery(search: "甲", searched: [])
                query.related = [.init(field: "person", kind: person)]
                var visits: [RecordID] = []
                try store.forEachRow(of: visit, query) { visits.append($0.id) }
                let counts = try store.countByState(of: person)
                return (due, visits, counts)
            }
        }
        #expect(found[0] == found[1])
        #expect(found[0].0.count == 4 && !found[0].1.isEmpty && found[0].2.count == 2)
    }

    @Test(
        "a city runs alike over both, event for event", arguments: 0..<20 as Range<UInt64>)
    func cities(seed: UInt64) throws {
        let template = try Template()
        let outcomes = try [Tier.memory, .sqlite].map { tier in
            try Simulation.run(
                .drawn(seed: seed, eventCount: 60, tier: tier), template: template, tier: tier)
        }
        #expect(outcomes[0].trace == outcomes[1].trace)
        #expect(outcomes[0].violation == nil && outcomes[1].violation == nil)
    }
}

extension SimulatedMedium {
    fileprivate func view(_ script: StoreScript) throws -> [String] {
        try read { try StoreView.lines(of: $0, kind: script.kind()) }
    }
}
