import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

/// Forms that come twice, late, or as no page has drawn them.
@Suite("Saving", .serialized)
struct SaveTests {
    private static let id = "01hk09n0004qm29km8fngg3pcf"

    private func post(_ page: Page, _ path: String, _ fields: [String]) throws -> Page.Answer {
        try page.curl(
            page.own + ["--data", "_token=\(page.token)"]
                + fields.flatMap { ["--data-urlencode", $0] } + [page.address + path])
    }

    private func people(_ page: Page) throws -> [[String: Any]] {
        try Program.succeed("list", "person", "--data", page.data).objects
    }

    @Test("the second of two clicks changes nothing; another form under the same name is not lost")
    func twice() throws {
        let page = try Page()
        let path = "/save/person/\(Self.id)"
        let first = ["_form=f1", "_fields=name,phone", "name=陈一", "phone=13800138000"]
        for _ in 0..<2 { #expect(try post(page, path, first).status == 303) }
        #expect(try people(page).count == 2)
        let other = try post(page, path, ["_form=f1", "_fields=name", "name=李二"])
        #expect(other.status == 422)
        #expect(other.text.contains("先前已经保存过"))
        #expect(other.text.contains("value=\"李二\""))
        #expect(try people(page).contains { $0["name"] as? String == "陈一" })
        // A draft that was on its way when the form was saved is not kept.
        let draft = try post(page, "/draft/person/\(Self.id)", first)
        #expect(draft.status == 409)
        page.close()
    }

    @Test("a line of a log is written once, however often its form comes")
    func logLines() throws {
        let page = try Page()
        let visit = try Program.succeed(
            "add", "visit", "person=\(page.person)", "visited_at=2026-03-01T09:30", "met=phone",
            "--data", page.data
        ).line
        let edit = try page.curl(["-b", page.cookie, page.address + "/record/\(visit)/edit"]).text
        let value = { (name: String) -> String in
            guard let start = edit.range(of: "name=\"\(name)\" value=\"") else { return "" }
            return String(edit[start.upperBound...].prefix { $0 != "\"" })
        }
        let fields = [
            "_form=" + value("_form"), "_base=" + value("_base"), "_fields=actions",
            "actions=转社工",
        ]
        for _ in 0..<3 { #expect(try post(page, "/save/visit/\(visit)", fields).status == 303) }
        let stored = try Program.succeed("show", visit, "--data", page.data).objects
        #expect(stored.first?["actions"] as? [String] == ["转社工"])
        page.close()
    }

    @Test("a form that stayed open keeps nothing of somebody who was erased meanwhile")
    func erased() throws {
        let page = try Page()
        let drafts = [
            (path: "/draft/person/\(page.person)", fields: ["_form=p", "address=忘川路"]),
            (
                path: "/draft/visit/\(Self.id)",
                fields: ["_form=v", "person=\(page.person)", "note=忘川说的话"]
            ),
        ]
        for draft in drafts { #expect(try post(page, draft.path, draft.fields).status == 200) }
        try Program.succeed("sync", "--data", page.data)
        try Program.succeed("erase", page.person, "--reason", "本人申请", "--data", page.town.hub)
        try Program.succeed("sync", "--data", page.data)
        let late = try post(page, drafts[0].path, drafts[0].fields)
        #expect(late.status == 410)
        #expect(late.text.contains("抹除"))
        for path in ["/record/\(page.person)", "/record/\(page.person)/edit"] {
            #expect(try page.curl(["-b", page.cookie, page.address + path]).status == 410)
        }
        let save = ["_form=p", "_fields=address", "address=忘川路"]
        #expect(try post(page, "/save/person/\(page.person)", save).status == 410)
        for name in try FileManager.default.contentsOfDirectory(atPath: page.data) {
            let bytes = FileManager.default.contents(atPath: page.data + "/" + name) ?? Data()
            #expect(bytes.range(of: Data("忘川".utf8)) == nil, "\(name)")
        }
        page.close()
    }

    @Test(
        "a deleted record is not made again by its first form, and no id of another kind is taken")
    func otherRecords() throws {
        let page = try Page()
        let form = ["_form=f", "_fields=name", "name=陈一"]
        #expect(try post(page, "/save/person/\(Self.id)", form).status == 303)
        try Program.succeed("delete", Self.id, "--data", page.data)
        let again = ["_form=g", "_fields=name", "name=陈一"]
        #expect(try post(page, "/save/person/\(Self.id)", again).status == 404)
        let device = try Program.succeed("list", "device", "--data", page.data).objects
        let other = try #require(device.first?["id"] as? String)
        #expect(try post(page, "/save/person/\(other)", again).status == 404)
        #expect(try people(page).count == 1)
        page.close()
    }

    @Test("numbers of lines that no page has drawn, and half a form at the end, stop nobody")
    func oddForms() throws {
        let page = try Page()
        for line in ["9223372036854775807", "-1", "1000"] {
            let answer = try post(
                page, "/save/disclosure/\(Self.id)",
                ["_fields=finance_lines", "finance_lines.\(line).summary=x"])
            #expect(answer.status == 422)
        }
        // A client that has announced more than it sends, and waits.
        let half = Process()
        half.executableURL = URL(fileURLWithPath: "/bin/bash")
        half.arguments = [
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/\(page.port); printf 'POST /settings HTTP/1.1\\r\\nHost: "
                + "127.0.0.1:\(page.port)\\r\\nOrigin: \(page.address)\\r\\nCookie: \(page.cookie)\\r\\n"
                + "Content-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 500\\r\\n"
                + "\\r\\nabcd' >&3; echo sent; exec sleep 60",
        ]
        let output = Pipe()
        half.standardOutput = output
        try half.run()
        #expect(output.fileHandleForReading.availableData.count > 0)
        defer { half.terminate() }
        let start = ContinuousClock.now
        page.close()
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test("a decision may not say what a form may not save")
    func decisions() throws {
        let page = try Page()
        let tablet = try page.town.join("平板")
        try Program.succeed("sync", "--data", page.data)
        try Program.succeed("sync", "--data", tablet)
        try Program.succeed("set", page.person, "name=陈甲", "--data", page.data)
        try Program.succeed("set", page.person, "name=陈乙", "--data", tablet)
        for data in [page.data, tablet, page.data] { try Program.succeed("sync", "--data", data) }
        let conflict = try Program.succeed("conflicts", "--data", page.data).objects
        let id = try #require(conflict.first?["id"] as? String)
        let version = try #require(conflict.first?["version"] as? String)
        let answer = try post(
            page, "/conflicts",
            ["conflict=\(id)", "version-\(id)=\(version)", "take-\(id)=own", "value-\(id)="])
        #expect(answer.status == 303)
        #expect(try Program.succeed("conflicts", "--data", page.data).objects.count == 1)
        page.close()
    }
}
