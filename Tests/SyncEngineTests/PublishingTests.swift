import RecordModel
import SyncEngine
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
}
