import RecordModel
import SyncEngine
import SimulationKit
import TestSupport
import Testing

/// Equal changes, equal reports, whatever came first: what once was not so.
@Suite("Reports depend on the changes alone")
struct PureReportTests {
    private func everybodySyncs(_ village: Village) throws {
        for _ in 0..<3 {
            for device in [village.a, village.b] + village.others {
                try device.sync(with: village.hub)
            }
        }
    }

    @Test("a conflict that was settled before its kind was known is reported once it is")
    func lateKind() throws {
        let village = try Village(others: 1)
        let (hub, a, b, early) = (village.hub, village.a, village.b, village.others[0])
        let kind = try Specimen.kind(edition: 1)
        try early.write { try $0.install(kind) }
        let record = RecordID(millisecondsSince1970: 1, random: (2, 3))
        let site = try #require(SiteID(Village.siteOne))
        let set = { (device: TestReplica, value: String) in
            _ = try device.write {
                try $0.write(
                    Edit(
                        kind: kind.name, record: record, scope: .site(site),
                        mutations: [.set(field: "title", value: .text(value))],
                        actor: device.identity.label))
            }
        }
        try set(a, "甲")
        try set(b, "乙")
        try everybodySyncs(village)
        try set(a, "丙")
        try everybodySyncs(village)
        #expect(try hub.reports(open: true, resolved: true).isEmpty)
        try hub.write { try $0.define(kind) }
        try everybodySyncs(village)
        let expected = try early.reports(open: true, resolved: true)
        #expect(expected.map(\.resolvedValue) == [.text("丙")])
        for replica in [hub, a, b] {
            #expect(try replica.reports(open: true, resolved: true) == expected)
            #expect(try replica.differencesFromLog() == [])
        }
    }

    @Test("a decision on an edit-vs-delete is reported also where another deletion hid it first")
    func hiddenFirst() throws {
        let village = try Village(others: 2)
        let (hub, a, b) = (village.hub, village.a, village.b)
        let (d, e) = (village.others[0], village.others[1])
        let id = try a.add("person", Village.person)
        try everybodySyncs(village)
        try d.delete(id)
        try a.set(id, ["phone": .text("13800138000")])
        try b.sync(with: a)
        try b.delete(id)
        // The hub comes to hold the edit, the deletion that had seen it, and then the other deletion:
        // nothing but deletions ever stood against each other there.
        try b.sync(with: hub)
        try e.sync(with: d)
        try e.sync(with: a)
        try e.set(id, ["address": .text("村东")])
        try d.sync(with: hub)
        try everybodySyncs(village)
        let expected = try e.reports(open: true, resolved: true)
        #expect(expected.contains { !$0.isOpen && $0.conflictClass == .editVersusDelete })
        for replica in [hub, a, b, d] {
            #expect(try replica.reports(open: true, resolved: true) == expected)
            #expect(try replica.differencesFromLog() == [])
        }
    }

    @Test("what is taken back from the public on one device does not stay there for another's edit")
    func takenBack() throws {
        let village = try Village()
        let (hub, a, b, c) = (village.hub, village.a, village.b, village.c)
        let kind = try Specimen.kind(edition: 1)
        try hub.write { try $0.define(kind) }
        try everybodySyncs(village)
        let id = try a.write {
            try $0.add(
                Draft(
                    kind: kind.name, values: ["title": .text("公示"), "status": .text("shown")],
                    actor: "a", origin: .imported))
        }
        try everybodySyncs(village)
        try c.sync(with: hub)
        #expect(try c.values(id)?["title"] == .text("公示"))
        try a.set(id, ["status": .text("draft")])
        try b.set(id, ["title": .text("公示（更正）")])
        try everybodySyncs(village)
        try c.sync(with: hub)
        #expect(try c.values(id) == nil)
        #expect(try hub.values(id)?["status"] == .text("draft"))
        #expect(
            try c.digests()["public/\(Village.siteOne)"] == a.digests()["public/\(Village.siteOne)"]
        )
    }
}
