import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

// Counted in operations of SQLite's machine, so that neither the machine nor the hour decides.
@Suite("Costs that must not grow")
struct ScalingTests {
    /// Each ten times as large as the one before.
    private static let sizes = [50, 500, 5_000]

    @Test("a save, an edit and a received change cost the same however much is held")
    func history() throws {
        let village = try Village()
        let (hub, a) = (village.hub, village.a)
        var costs: [[Int]] = []
        var held = 0
        for size in Self.sizes {
            let rows = held..<size
            try a.write { replica in
                for number in rows { try replica.add(Self.person(number)) }
            }
            held = size
            try a.sync(with: hub)
            let edited = try a.add("person", ["name": .text("被改的人"), "risk_level": .text("key")])
            try a.sync(with: hub)
            let save = try a.operations { try $0.add(Self.person(1_000_000 + size)) }
            let edit = try a.operations { replica in
                let place = try #require(
                    try replica.store.place(of: edited, among: replica.kinds))
                try replica.edit(
                    Draft(kind: "person", values: ["phone": .text("13800000000")], actor: "甲"),
                    of: place, edited)
            }
            costs.append([save, edit, try Self.receiving(at: hub, from: a)])
            try a.sync(with: hub)
        }
        for (index, name) in ["save", "edit", "received change"].enumerated() {
            let one = costs.map { $0[index] }
            #expect(Double(one[2]) <= Double(one[0]) * 1.2, "\(name): \(one) at \(Self.sizes)")
        }
    }

    /// What the hub's transaction costs that merges what `a` has new.
    private static func receiving(at hub: TestReplica, from a: TestReplica) throws -> Int {
        try a.write { replica in
            for scope in try replica.store.scopes() { try replica.signCheckpoints(in: scope) }
        }
        let scope = Scope.site(a.identity.site)
        let held = try hub.read { try $0.heads(of: scope).vector }
        let segments = try a.read { replica in
            try replica.plan(for: held, in: scope).map { try replica.segment($0) }
        }
        #expect(segments.reduce(0) { $0 + $1.changes.count } == 2)
        return try hub.operations { replica in
            for segment in segments {
                let receipt = try replica.receive(segment, from: a.member)
                #expect(receipt == .merged(changes: segment.changes.count))
            }
        }
    }

    @Test(
        "an answer to a fetch costs no more than what it sends, however much is left to be asked for"
    )
    func manyCheckpoints() throws {
        let village = try Village()
        let (hub, a) = (village.hub, village.a)
        var costs: [Int] = []
        var made = 0
        for size in [20, 200] {
            for number in made..<size {
                _ = try a.write { try $0.add(Self.person(number)) }
                try a.sync(with: hub)
            }
            made = size
            let nothing = try ScopeHeads(.with { $0.scope = "site/\(Village.siteOne)" })
            var plans: [SegmentPlan] = []
            costs.append(
                try hub.operations { replica in
                    plans = try replica.plans(for: [nothing], to: a.member, atMost: 10)
                })
            #expect(plans.map(\.firstSeq) == Array(1...10))
        }
        #expect(Double(costs[1]) <= Double(costs[0]) * 1.2, "\(costs)")
    }

    @Test("a sync with nothing to do costs the same however much is held")
    func nothingToDo() throws {
        let village = try Village()
        var costs: [Int] = []
        var held = 0
        for size in Self.sizes {
            let rows = held..<size
            try village.a.write { replica in
                for number in rows { try replica.add(Self.person(number)) }
            }
            held = size
            for _ in 0..<2 { try village.a.sync(with: village.hub) }
            costs.append(try Self.exchange(village.a, village.hub))
        }
        #expect(Double(costs[2]) <= Double(costs[0]) * 1.05, "\(costs) at \(Self.sizes)")
    }

    @Test("an exchange of frontiers costs no more than its replicas", arguments: [true, false])
    func frontiers(agreed: Bool) throws {
        let counts = [1, 100, 1_000]
        let costs = try counts.map { count in
            let village = try Village()
            let scope = Scope.site(village.a.identity.site)
            for replica in [village.a, village.hub] {
                try replica.write { replica in
                    for number in 0..<count {
                        let id = ReplicaID(high: UInt64(number + 1), low: 1)
                        var feed = try replica.store.begin(
                            scope, id, device: "device \(number)", epoch: 1,
                            genesis: HashChain.genesis(scope: scope, replica: id))
                        feed.seq = 1
                        try replica.store.save(feed)
                    }
                }
            }
            // Once they have agreed, the scope is one digest among the others.
            if agreed { try village.a.sync(with: village.hub) }
            return try Self.exchange(village.a, village.hub)
        }
        // Operations a replica, what the other scopes cost taken out.
        let each = [1, 2].map { Double(costs[$0] - costs[0]) / Double(counts[$0] - 1) }
        #expect(each[1] <= each[0] * 1.3, "\(costs) for \(counts)")
    }

    /// What both sides' transactions cost in which they find that they hold the same.
    private static func exchange(_ one: TestReplica, _ other: TestReplica) throws -> Int {
        var asked: Comparison?
        var answer = WireFrontiersAnswer()
        let first = try one.operations { asked = try $0.comparison(with: other.member) }
        let comparison = try #require(asked)
        let second = try other.operations {
            answer = try $0.answer(comparison.request, of: one.member, renew: false)
        }
        #expect(answer.same)
        let third = try one.operations { replica in
            let differences = try replica.differences(
                answer, from: other.member, to: comparison)
            #expect(differences.toFetch.isEmpty && differences.toPush.isEmpty)
        }
        return first + second + third
    }

    @Test("the report of conflicts costs no more than its conflicts")
    func conflicts() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let counts = [10, 100, 1_000]
        var costs: [Int] = []
        var made = 0
        for count in counts {
            let drafts = (made..<count).map(Self.person)
            let ids = try a.write { replica in try drafts.map { try replica.add($0) } }
            try a.sync(with: hub)
            try b.sync(with: hub)
            for (replica, phone) in [(a, "13800000001"), (b, "13800000002")] {
                try replica.write { replica in
                    for id in ids {
                        let place = try #require(
                            try replica.store.place(of: id, among: replica.kinds))
                        try replica.edit(
                            Draft(kind: "person", values: ["phone": .text(phone)], actor: "乙"),
                            of: place, id)
                    }
                }
                try replica.sync(with: hub)
            }
            made = count
            costs.append(
                try hub.operations { replica in
                    let reports = try replica.store.conflicts(onlyOpen: true)
                        .filter { $0.conflictClass != .soft }
                        .flatMap { try replica.reports($0, open: true, resolved: false) }
                    #expect(reports.count == count)
                })
        }
        let each = zip(costs, counts).map { Double($0) / Double($1) }
        #expect(each[2] <= each[0] * 1.2, "\(costs) for \(counts)")
    }

    private static func person(_ number: Int) -> Draft {
        Draft(
            kind: "person",
            values: ["name": .text("张\(number)"), "risk_level": .text("general")], actor: "甲")
    }
}
