import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine
import TestSupport
import Testing

/// What pages ask a replica: who is due, a page of a list, what was begun and not saved.
@Suite("What pages ask")
struct PageQueryTests {
    private static let today = Day(millisecondsSince1970: 1_780_000_000_000)

    private func device(_ disk: TemporaryDirectory) throws -> TestReplica {
        try TestReplica(
            site: "442000001001", roles: [.clerk], label: "desk",
            hubPublicKey: DeviceKey().publicKey, in: disk.path)
    }

    private static func day(_ offset: Int) -> Day {
        Day(daysSince1970: today.daysSince1970 + offset)
    }

    private static func add(
        _ replica: Replica, _ kind: String, _ values: [String: Value]
    ) throws -> RecordID {
        try replica.add(Draft(kind: kind, values: values, actor: "李明"))
    }

    private static func visit(
        _ replica: Replica, _ person: RecordID, _ daysAgo: Int, met: String = "in_person"
    ) throws {
        _ = try add(
            replica, "visit",
            [
                "person": .text(person.text), "met": .text(met),
                "visited_at": .text(day(-daysAgo).text + "T09:30:00+08:00"),
            ])
    }

    private static func due(_ replica: Replica, until offset: Int = 7) throws -> [DueVisit] {
        let person = try #require(replica.kinds["person"])
        return try replica.store.dueVisits(of: person, until: day(offset), among: replica.kinds)
    }

    @Test(
        "a visit is due by the level's rhythm after the last one, sooner where nobody was met",
        arguments: [
            ("high", 3, "in_person", 4), ("high", 10, "in_person", -3), ("key", 10, "phone", 20),
            ("general", 100, "proxy", -10), ("high", 0, "not_met", 1), ("key", 1, "not_met", 2),
            ("general", 30, "not_met", -27), ("high", 7, "refused", 0),
        ])
    func rhythm(level: String, daysAgo: Int, met: String, dueIn: Int) throws {
        let replica = try device(TemporaryDirectory())
        try replica.write { replica in
            let id = try Self.add(
                replica, "person", ["name": .text("甲"), "risk_level": .text(level)])
            // An earlier visit and a later attempt: the latest one counts.
            try Self.visit(replica, id, daysAgo + 40)
            try Self.visit(replica, id, daysAgo, met: met)
            let due = try Self.due(replica, until: 100)
            #expect(due.map(\.due) == [Self.day(dueIn)])
            #expect(due.map(\.last) == [Self.day(-daysAgo)])
            #expect(try Self.due(replica, until: dueIn - 1).isEmpty)
        }
    }

    @Test("somebody never visited is due at once; who moved away, or has no level, never")
    func whoIsDue() throws {
        let replica = try device(TemporaryDirectory())
        try replica.write { replica in
            let new = try Self.add(
                replica, "person", ["name": .text("新"), "risk_level": .text("general")])
            _ = try Self.add(replica, "person", ["name": .text("无等级")])
            let moved = try Self.add(
                replica, "person", ["name": .text("迁出"), "risk_level": .text("high")])
            let place = try #require(try replica.store.place(of: moved, among: replica.kinds))
            try replica.edit(
                Draft(kind: "person", values: ["status": .text("moved")], actor: "李明"), of: place,
                moved)
            #expect(try Self.due(replica).map(\.record) == [new])
            #expect(try Self.due(replica).map(\.due) == [Self.today])
        }
    }

    @Test("paging by ids walks through all records once, both ways")
    func paging() throws {
        let replica = try device(TemporaryDirectory())
        try replica.write { replica in
            var ids: [RecordID] = []
            for number in 0..<25 {
                ids.append(
                    try Self.add(replica, "person", ["name": .text(number % 5 == 0 ? "陈" : "李")]))
            }
            let kind = try #require(replica.kinds["person"])
            for (isLatestFirst, search) in [(true, nil), (false, nil), (true, "陈"), (false, "陈")] {
                var walked: [RecordID] = []
                while true {
                    let count = walked.count
                    try replica.store.forEachRow(
                        of: kind,
                        RecordQuery(
                            search: search, searched: kind.searched, isLatestFirst: isLatestFirst,
                            beyond: walked.last, limit: 4)
                    ) { walked.append($0.id) }
                    if walked.count == count { break }
                }
                let all = ids.enumerated().filter { search == nil || $0.offset % 5 == 0 }
                    .map(\.element).sorted()
                #expect(walked == (isLatestFirst ? all.reversed() : all))
            }
        }
    }

    @Test("a draft is kept until it is replaced or thrown away; the oldest of too many give way")
    func drafts() throws {
        let replica = try device(TemporaryDirectory())
        try replica.write { replica in
            let first = replica.newRecordID()
            try replica.store.save(
                StoredDraft(record: first, kind: "person", at: 1, content: "name=a"))
            try replica.store.save(
                StoredDraft(record: first, kind: "person", at: 2, content: "name=b"))
            #expect(try replica.store.drafts().map(\.content) == ["name=b"])
            for number in 0..<StoredDraft.countMax {
                try replica.store.save(
                    StoredDraft(
                        record: replica.newRecordID(), kind: "visit", at: Int64(number + 3),
                        content: ""))
            }
            #expect(try replica.store.drafts().count == StoredDraft.countMax)
            #expect(try replica.store.draft(of: first) == nil)
            let last = try #require(try replica.store.drafts().first)
            try replica.store.removeDraft(of: last.record)
            #expect(try replica.store.draft(of: last.record) == nil)
        }
    }
}
