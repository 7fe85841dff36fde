import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import TestSupport
import Testing

@Suite("The main job")
struct MainJobTests {
    @Test("two offline edits of one field are one open conflict, the same on every replica")
    func concurrentEdit() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", Village.person)
        try a.sync(with: hub)
        try b.sync(with: hub)
        try a.set(id, ["risk_level": .text("key")])
        try b.set(id, ["risk_level": .text("general")])
        try a.sync(with: hub)
        try b.sync(with: hub)
        try a.sync(with: hub)
        let report = try #require(try a.reports().first)
        #expect(report.conflictClass == .concurrentEdit)
        #expect(report.base == .text("high"))
        #expect(Set(report.candidates.map(\.value)) == [.text("key"), .text("general")])
        #expect(try b.reports() == [report])
        #expect(try hub.reports() == [report])
        #expect(try a.digests() == b.digests())
        try b.write { _ = try $0.resolve(report.id, .take(1), actor: "王五", reason: "入户核实") }
        try b.sync(with: hub)
        try a.sync(with: hub)
        for replica in [a, b, hub] {
            #expect(try replica.reports().isEmpty)
            let settled = try replica.reports(open: false, resolved: true)
            #expect(settled.map(\.resolvedBy?.actor) == ["王五"])
            #expect(settled.map(\.resolvedBy?.reason) == ["入户核实"])
            #expect(settled.map(\.id) == [report.id])
        }
        #expect(try a.values(id)?["risk_level"] == report.candidates[0].value)
    }

    @Test("a site's records never reach another site, not a byte of them")
    func confinement() throws {
        let village = try Village()
        let id = try village.a.add("person", Village.person)
        try village.a.sync(with: village.hub)
        try village.c.sync(with: village.hub)
        try village.c.sync(with: village.a)
        #expect(try village.c.values(id) == nil)
        #expect(try village.c.read { try $0.store.scopes() } == [.control])
    }

    @Test("what was saved while a form was open makes a conflict, not a silent win")
    func staleForm() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", Village.person)
        try a.sync(with: hub)
        try b.sync(with: hub)
        let site = try #require(SiteID(Village.siteOne))
        let base = try a.read { try $0.baseToken(of: .site(site)) }
        try b.set(id, ["risk_level": .text("key")])
        try b.sync(with: hub)
        try a.sync(with: hub)
        try a.set(id, ["risk_level": .text("general")], base: base)
        #expect(try a.reports().map(\.conflictClass) == [.concurrentEdit])
    }

    @Test("a deletion that had not seen an edit keeps the record visible and is reported")
    func editVersusDelete() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", Village.person)
        try a.sync(with: hub)
        try b.sync(with: hub)
        try a.set(id, ["phone": .text("13800138000")])
        try b.delete(id)
        #expect(try b.values(id) == nil)
        try a.sync(with: hub)
        try b.sync(with: hub)
        try a.sync(with: hub)
        for replica in [a, b, hub] {
            #expect(try replica.values(id)?["phone"] == .text("13800138000"))
            #expect(try replica.reports().map(\.conflictClass) == [.editVersusDelete])
        }
        let report = try #require(try a.reports().first)
        let number = try #require(report.candidates.firstIndex { $0.value == .text("deleted") })
        try a.write { _ = try $0.resolve(report.id, .take(number + 1), actor: "a", reason: "") }
        try a.sync(with: hub)
        try b.sync(with: hub)
        for replica in [a, b, hub] {
            #expect(try replica.values(id) == nil)
            #expect(try replica.reports().isEmpty)
        }
        #expect(try a.digests() == b.digests())
    }

    @Test("two devices of a site sync without the hub, and one brings the other's changes to it")
    func peers() throws {
        let village = try Village()
        let (hub, a, b, c) = (village.hub, village.a, village.b, village.c)
        let id = try b.add("person", Village.person)
        try a.sync(with: b)
        #expect(try a.values(id) != nil)
        try c.sync(with: b)
        #expect(try c.values(id) == nil)
        try a.sync(with: hub)
        #expect(try hub.values(id) != nil)
    }

    @Test("a clock at 1970 or 2099 changes no merge", arguments: [0, 4_070_908_800_000] as [Int64])
    func clocks(clock: Int64) throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        a.clock = clock
        let id = try a.add("person", Village.person)
        try a.sync(with: hub)
        try b.sync(with: hub)
        try a.set(id, ["risk_level": .text("key")])
        try a.sync(with: hub)
        try b.sync(with: hub)
        try b.set(id, ["risk_level": .text("general")])
        try b.sync(with: hub)
        try a.sync(with: hub)
        #expect(try a.values(id)?["risk_level"] == .text("general"))
        #expect(try a.reports().isEmpty)
    }
}
