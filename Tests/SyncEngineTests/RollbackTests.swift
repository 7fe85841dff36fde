import CausalCore
import RecordModel
import SyncEngine
import TestSupport
import Testing

@Suite("Rolled-back and cloned disks")
struct RollbackTests {
    @Test("a restored image that wrote on loses nothing, on either side")
    func restoredImage() throws {
        let village = try Village()
        let (hub, a) = (village.hub, village.a)
        var ids = try (0..<5).map { try a.add("person", ["name": .text("甲\($0)")]) }
        try a.sync(with: hub)
        let image = try a.image()
        ids += try (0..<5).map { try a.add("person", ["name": .text("乙\($0)")]) }
        try a.sync(with: hub)
        try a.restore(image)
        let late = try (0..<3).map { try a.add("person", ["name": .text("丙\($0)")]) }
        try a.set(late[0], ["phone": .text("13800138000")])
        ids += late
        try a.sync(with: hub)
        for id in ids {
            #expect(try hub.values(id) != nil)
            #expect(try a.values(id) != nil)
        }
        #expect(try hub.values(late[0])?["phone"] == .text("13800138000"))
        let site = try #require(SiteID(Village.siteOne))
        #expect(
            try a.digests()["site/\(site)"] == hub.digests()["site/\(site)"])
        #expect(try a.read { try $0.epoch() } == 2)
        #expect(try a.reports().isEmpty)
        #expect(try a.read { try $0.verifyLog() }.damage == [])
        #expect(try hub.read { try $0.verifyLog() }.damage == [])
        try a.sync(with: hub)
        #expect(try a.read { try $0.epoch() } == 2)
    }

    @Test("an image restored without writing takes its changes back and goes on")
    func plainRollback() throws {
        let village = try Village()
        let (hub, a) = (village.hub, village.a)
        let image = try a.image()
        let id = try a.add("person", Village.person)
        try a.sync(with: hub)
        try a.restore(image)
        #expect(try a.values(id) == nil)
        try a.sync(with: hub)
        #expect(try a.values(id) != nil)
        let next = try a.add("person", ["name": .text("李四")])
        try a.sync(with: hub)
        #expect(try hub.values(next) != nil)
    }
}
