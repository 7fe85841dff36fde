import Foundation
import RecordModel
import Testing

@testable import zssync

struct RecordCommandTests {
    @Test("a record that is added is listed, shown, edited and has a history")
    func lifeOfARecord() async throws {
        let desk = try Desk()
        let added = await desk.type(
            "add", "person", "--site", Desk.site, "name=陈秀英", "categories=独居;高龄")
        #expect(added.code == 0)
        #expect(RecordID(added.firstLine) != nil)
        let shown = await desk.type("show", added.firstLine)
        #expect(shown.output.contains(#""name":"陈秀英""#))
        #expect(shown.output.contains(#""categories":["独居","高龄"]"#))
        #expect(shown.output.contains(#""base":"b1-"#))
        let edited = await desk.type("set", added.firstLine, "name=陈秀莹", "--actor", "李明")
        #expect(edited.code == 0)
        let history = await desk.type("history", added.firstLine, "--format", "table")
        #expect(history.output.contains("姓名 由 陈秀英 改为 陈秀莹"))
        #expect(await desk.type("delete", added.firstLine).code == 0)
        #expect(await desk.type("show", added.firstLine).code == 66)
        #expect(await desk.type("list", "person").output.isEmpty)
    }

    @Test("the names of a record in NDJSON come in one order")
    func orderOfNames() async throws {
        let desk = try Desk()
        _ = await desk.type("add", "person", "--site", Desk.site, "name=甲")
        let line = await desk.type("list", "person").firstLine
        let places = [
            "\"id\"", "\"kind\"", "\"site\"", "\"name\"", "\"conflicts\"", "\"updated_at\"",
        ]
        .map { line.range(of: $0)?.lowerBound ?? line.endIndex }
        #expect(places == places.sorted())
        #expect(line.hasSuffix("}"))
    }

    @Test("a stale base makes a conflict, which resolve settles")
    func conflict() async throws {
        let desk = try Desk()
        let id = await desk.type("add", "person", "--site", Desk.site, "name=甲").firstLine
        let shown = await desk.type("show", id).output
        let base = try #require(shown.split(separator: "\"").first { $0.hasPrefix("b1-") })
        _ = await desk.type("set", id, "phone=13800138001", "--base", String(base))
        _ = await desk.type("set", id, "phone=13800138002", "--base", String(base))
        let found = await desk.type("conflicts", "--exit-code")
        #expect(found.code == 1)
        #expect(found.firstLine.hasPrefix(#"{"id":""#))
        #expect(found.output.contains(#""class":"concurrent-edit","state":"open""#))
        #expect(found.output.contains("138****8001"))
        #expect(!found.output.contains("13800138001"))
        #expect(found.errors.contains("--since"))
        #expect(await desk.type("conflicts", "--reveal").output.contains("13800138001"))
        let conflict = String(found.firstLine.dropFirst(7).prefix(8))
        #expect(await desk.type("resolve", conflict, "--take", "9").code == 66)
        #expect(await desk.type("resolve", conflict, "--take", "1", "--reason", "核实").code == 0)
        #expect(await desk.type("conflicts", "--exit-code").code == 0)
        let settled = await desk.type("conflicts", "--state", "resolved")
        #expect(settled.output.contains(#""reason":"核实""#))
        #expect(await desk.type("resolve", conflict, "--take", "1").code == 65)
    }

    @Test("a table fits its terminal and an id is never cut")
    func table() async throws {
        let desk = try Desk()
        let id = await desk.type(
            "add", "person", "--site", Desk.site, "name=欧阳" + String(repeating: "长", count: 30)
        ).firstLine
        let table = await desk.type("list", "person", columns: 100)
        #expect(table.output.contains(id))
        #expect(table.lines.allSatisfy { DisplayWidth.of($0) <= 100 })
    }
}
