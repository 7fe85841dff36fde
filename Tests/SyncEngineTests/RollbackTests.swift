import CausalCore
import RecordModel
import ReplicaStore
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
        for replica in [a, hub] {
            // What was taken out and written anew leaves no gap in any feed.
            #expect(try replica.read { try $0.store.headCount() == $0.store.changeCount() })
        }
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

    @Test("a peer that took what a restored disk wrote takes the hub's branch, and loses nothing")
    func thirdParty() throws {
        let village = try Village(others: 1)
        let (hub, a, b, d) = (village.hub, village.a, village.b, village.others[0])
        let old = try a.add("person", ["name": .text("甲")])
        for device in [a, b, d] { try device.sync(with: hub) }
        let image = try a.image()
        let lost = try a.add("person", ["name": .text("乙")])
        try a.sync(with: hub)
        try a.restore(image)
        let late = try a.add("person", ["name": .text("丙")])
        try a.set(old, ["risk_level": .text("key")])
        // They meet before either meets the hub; people go on with what they see.
        try b.sync(with: a)
        try b.set(late, ["phone": .text("13800138000")])
        let own = try b.add("person", ["name": .text("丁")])
        // Two branches do not mix.
        try d.sync(with: hub)
        #expect(try d.sync(with: b).isEmpty)
        #expect(try d.values(own) == nil)
        for _ in 0..<3 { for device in [b, a, d] { try device.sync(with: hub) } }
        for replica in [hub, a, b, d] {
            for id in [old, lost, late, own] { #expect(try replica.values(id) != nil) }
            #expect(try replica.values(late)?["phone"] == .text("13800138000"))
            #expect(try replica.values(old)?["risk_level"] == .text("key"))
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
        }
        try d.sync(with: b)
        #expect(try b.read { try $0.epoch() } == 2)
    }

    @Test("own changes that come back wait for what they had seen")
    func causalRecovery() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let id = try a.add("person", Village.person)
        try a.sync(with: hub)
        try b.sync(with: hub)
        let image = try a.image()
        try b.set(id, ["risk_level": .text("key")])
        for number in 0..<5 { _ = try b.add("person", ["name": .text("乙\(number)")]) }
        try a.set(id, ["risk_level": .text("general")])
        try a.sync(with: b)
        let report = try #require(try a.reports().first { $0.field == "risk_level" })
        // Its Lamport number is lower than that of what came with the other value.
        try a.write { _ = try $0.resolve(report.id, .take(1), actor: "a", reason: "") }
        for _ in 0..<2 { try a.sync(with: hub) }
        try a.restore(image)
        for _ in 0..<2 { try a.sync(with: hub) }
        #expect(try a.digests() == hub.digests())
        #expect(try a.reports() == hub.reports())
        #expect(try a.values(id)?["risk_level"] == hub.values(id)?["risk_level"])
    }

    @Test("what only a neighbour still holds of a restored disk comes to the hub, once")
    func neighbour() throws {
        let village = try Village()
        let (hub, a, b) = (village.hub, village.a, village.b)
        let old = try a.add("person", ["name": .text("甲")])
        for device in [a, b] { try device.sync(with: hub) }
        let image = try a.image()
        let lost = try a.add("person", ["name": .text("乙")])
        try a.set(lost, ["phone": .text("13800138000")])
        try b.sync(with: a)
        try a.restore(image)
        let late = try a.add("person", ["name": .text("丙")])
        try a.sync(with: hub)
        for _ in 0..<3 { for device in [b, a] { try device.sync(with: hub) } }
        for replica in [hub, a, b] {
            for id in [old, lost, late] { #expect(try replica.values(id) != nil) }
            #expect(try replica.values(lost)?["phone"] == .text("13800138000"))
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.reports(open: true, resolved: true).isEmpty)
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
        }
        let count = try hub.read { try $0.store.changeCount() }
        for device in [b, a] { try device.sync(with: hub) }
        #expect(try hub.read { try $0.store.changeCount() } == count)
    }
}
