import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Published copies")
struct PublishingTests {
    @Test("a record that is taken back and published again repeats nothing in its copy")
    func again() throws {
        let village = try Village()
        let (hub, a, c) = (village.hub, village.a, village.c)
        let site = try #require(SiteID(Village.siteOne))
        let id = try a.write { $0.newRecordID() }
        let say = { (status: String, more: [Mutation]) in
            let edit = Edit(
                kind: "disclosure", record: id, scope: .site(site),
                mutations: [.set(field: "status", value: .text(status))] + more, actor: "甲")
            try a.write { _ = try $0.write(edit) }
        }
        let title = Mutation.set(field: "title", value: .text("第一季度财务收支"))
        try say("published", [title, .append(field: "objections", entries: [.text("乙：看不清")])])
        try say("draft", [])
        try a.sync(with: hub)
        try c.sync(with: hub)
        #expect(try c.values(id) == nil)
        try say("published", [])
        try a.sync(with: hub)
        try c.sync(with: hub)
        let copy = try #require(try c.values(id))
        #expect(copy["title"] == .text("第一季度财务收支"))
        #expect(copy["objections"] == .list([.text("乙：看不清")]))
        let (mine, theirs) = (try c.digests(), try hub.digests())
        for (scope, digest) in mine { #expect(theirs[scope] == digest) }
    }

    @Test("lines that two devices of a village write at once are public once, in the same order")
    func atOnce() throws {
        let village = try Village()
        let (hub, a, b, c) = (village.hub, village.a, village.b, village.c)
        let site = try #require(SiteID(Village.siteOne))
        let id = try a.write { $0.newRecordID() }
        let say = { (node: TestReplica, mutations: [Mutation]) in
            let edit = Edit(
                kind: "disclosure", record: id, scope: .site(site), mutations: mutations,
                actor: "甲")
            try node.write { _ = try $0.write(edit) }
        }
        try say(
            a,
            [
                .set(field: "title", value: .text("第一季度财务收支")),
                .set(field: "status", value: .text("published")),
            ])
        try a.sync(with: hub)
        try b.sync(with: hub)
        try say(a, [.append(field: "objections", entries: [.text("乙：看不清")])])
        try say(b, [.append(field: "objections", entries: [.text("丙：请说明")])])
        try say(a, [.insert(field: "supervision_members", elements: [.text("丁")])])
        for node in [a, b, a, c] { try node.sync(with: hub) }
        let (own, copy) = (try #require(try a.values(id)), try #require(try c.values(id)))
        #expect(own["objections"]?.list?.count == 2)
        #expect(copy == own)
    }

    @Test("a copy that comes by itself, and says other than its record, is set right by the hub")
    func copyAlone() throws {
        let village = try Village()
        let (hub, a, c) = (village.hub, village.a, village.c)
        let site = try #require(SiteID(Village.siteOne))
        let id = try a.write { replica in
            let id = replica.newRecordID()
            try replica.write(
                Edit(
                    kind: "disclosure", record: id, scope: .site(site),
                    mutations: [
                        .set(field: "title", value: .text("第一季度财务收支")),
                        .set(field: "category", value: .text("finance")),
                        .set(field: "status", value: .text("published")),
                    ], actor: "甲"))
            return id
        }
        try a.sync(with: hub)
        // As what is written anew with a branch, long after its record has come.
        _ = try a.write { replica in
            try replica.write(
                Edit(
                    kind: "disclosure", record: id, scope: .published(site),
                    mutations: [.set(field: "title", value: .text("别的"))], actor: "甲"))
        }
        for node in [a, a, c] { try node.sync(with: hub) }
        for replica in [hub, c] {
            let copy = try replica.read { one in
                let kind = try #require(one.kinds["disclosure"])
                return try one.store.record(
                    id, kindName: kind.name, kind: kind, site: site, isPublished: true)?
                    .shown(by: kind)
            }
            #expect(copy?["title"] == .text("第一季度财务收支"))
        }
        // Nothing is left to do, and an ordinary save and its copy make no more work.
        let count = try hub.read { try $0.store.changeCount() }
        try a.set(id, ["title": .text("第二季度财务收支")])
        try a.sync(with: hub)
        #expect(try hub.read { try $0.copiesDue(from: a.member, refused: []) } == [])
        #expect(try hub.read { try $0.store.changeCount() } == count + 2)
    }

    @Test("a copy that is taken back stays so while its record is on its way, whoever else pushes")
    func takenBack() throws {
        let village = try Village()
        let (hub, a, b, c) = (village.hub, village.a, village.b, village.c)
        let site = try #require(SiteID(Village.siteOne))
        let id = try a.add(
            "disclosure",
            ["title": .text("第一季度财务收支"), "category": .text("finance")])
        let say = { (status: String) in
            _ = try a.write { replica in
                try replica.write(
                    Edit(
                        kind: "disclosure", record: id, scope: .site(site),
                        mutations: [.set(field: "status", value: .text(status))], actor: "甲"))
            }
        }
        try say("published")
        for node in [a, c] { try node.sync(with: hub) }
        #expect(try c.values(id) != nil)
        try say("draft")
        // The push is cut off behind the copy.
        try a.write { try $0.signCheckpoints(in: .published(site)) }
        let heads = try hub.read { try $0.heads(of: .published(site)) }
        let segments = try a.read { replica in
            try replica.plan(for: heads, to: hub.member).map { try replica.segment($0).wire() }
        }
        for wire in segments {
            let segment = try Segment(wire)
            _ = try hub.write { try $0.receive(segment, from: a.member) }
        }
        #expect(try hub.read { try $0.copiesDue(from: a.member, refused: []) }.count == 1)
        #expect(try hub.read { try $0.copiesDue(from: a.member, refused: [.site(site)]) } == [])
        _ = try b.add("person", Village.person)
        for node in [b, c] { try node.sync(with: hub) }
        #expect(try c.values(id) == nil)
        for node in [a, c] { try node.sync(with: hub) }
        #expect(try c.values(id) == nil)
        #expect(try hub.read { try $0.copiesDue(from: a.member, refused: []) } == [])
    }
}
