import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("The main job, with real processes", .serialized)
struct MainJobTests {
    @Test("a conflict made offline is reported alike by all, and settled by one")
    func conflict() throws {
        let town = try Town()
        let (a, b, c) = (
            try town.join("A"), try town.join("B"), try town.join("C", site: Town.siteTwo)
        )
        // The registry has grown since A joined.
        _ = try Program.succeed("sync", "--data", a)
        let id = try Program.succeed(
            "add", "person", "--data", a, "--json", "-",
            input: #"{"name":"张三","id_number":"11010519491231002X","risk_level":"high"}"#
        ).line
        let sync = try Program.succeed("sync", "--data", a, "--format", "ndjson")
        let summary = try #require(sync.objects.first)
        #expect(summary["acknowledged"] as? Bool == true)
        #expect(summary["sent"] as? Int == 1)
        #expect(summary["round_trips"] as? Int == 1)
        _ = try Program.succeed("sync", "--data", b)
        _ = try Program.succeed("set", id, "risk_level=key", "--data", a)
        _ = try Program.succeed("set", id, "risk_level=general", "--data", b)
        for node in [a, b, a] { _ = try Program.succeed("sync", "--data", node) }
        let reports = try [a, b, town.hub].map {
            try Program.succeed("conflicts", "--data", $0, "--format", "ndjson")
        }
        #expect(reports[0].output == reports[1].output)
        #expect(reports[0].output == reports[2].output)
        let row = try #require(reports[0].objects.first)
        #expect(reports[0].objects.count == 1)
        #expect(row["class"] as? String == "concurrent-edit")
        #expect(row["state"] as? String == "open")
        #expect(row["base"] as? String == "high")
        let candidates = try #require(row["candidates"] as? [[String: Any]])
        #expect(Set(candidates.compactMap { $0["value"] as? String }) == ["key", "general"])
        #expect(
            try Program.run("conflicts", "--data", town.hub, "--exit-code").status == 1)

        let conflict = try #require(row["id"] as? String)
        _ = try Program.succeed(
            "resolve", conflict, "--take", "1", "--reason", "入户核实", "--data", b)
        for node in [b, a] { _ = try Program.succeed("sync", "--data", node) }
        for node in [a, b, town.hub] {
            let open = try Program.succeed("conflicts", "--data", node, "--format", "ndjson")
            #expect(open.output.isEmpty)
            let settled = try Program.succeed(
                "conflicts", "--state", "resolved", "--data", node, "--format", "ndjson")
            let by = settled.objects.first?["resolved_by"] as? [String: Any]
            #expect(by?["reason"] as? String == "入户核实")
        }

        _ = try Program.succeed("sync", "--data", c)
        #expect(
            try Program.succeed("list", "person", "--data", c, "--format", "ndjson").output.isEmpty)
        try expectNoTrace(of: ["张三", "11010519491231002X", id], in: c)
        #expect(try town.stop().status == 0)
        for node in [a, b, c, town.hub] { _ = try Program.succeed("verify", "--data", node) }
    }

    @Test("nothing to do is one round trip and at most 600 bytes")
    func nothingToDo() throws {
        let town = try Town()
        let a = try town.join("A")
        _ = try Program.succeed("add", "person", "name=李四", "--data", a)
        _ = try Program.succeed("sync", "--data", a)
        let again = try Program.succeed("sync", "--data", a, "--format", "ndjson").objects[0]
        #expect(again["round_trips"] as? Int == 1)
        let sent = try #require(again["bytes_sent"] as? Int)
        let received = try #require(again["bytes_received"] as? Int)
        #expect(sent + received <= 600, "\(sent) + \(received)")
    }

    @Test("two devices keep each other current without the hub, and one brings it both")
    func peers() throws {
        let town = try Town()
        let (a, b, c) = (
            try town.join("A"), try town.join("B"), try town.join("C", site: Town.siteTwo)
        )
        // Everybody knows everybody from the registry before the hub goes away.
        for node in [a, b, c] { _ = try Program.succeed("sync", "--data", node) }
        try town.stop()
        let fromA = try Program.succeed("add", "person", "name=王五", "--data", a).line
        let fromB = try Program.succeed("add", "person", "name=赵六", "--data", b).line
        let port = try FreePort.find()
        let node = try Background(["node", "--data", b, "--listen", "127.0.0.1:\(port)"])
        try eventually { FreePort.isTaken(port) }
        let address = "https://127.0.0.1:\(port)"
        let sync = try Program.succeed(
            "sync", "--data", a, "--peer", address, "--format", "ndjson")
        #expect(sync.objects.first?["received"] as? Int == 1)
        _ = try Program.succeed("show", fromB, "--data", a)
        // B's own agent is running: reads and writes go on beside it.
        _ = try Program.succeed("show", fromA, "--data", b)
        _ = try Program.succeed("set", fromA, "phone=13800138000", "--data", b)
        _ = try Program.succeed("sync", "--data", a, "--peer", address)
        _ = try Program.succeed("sync", "--data", c, "--peer", address)
        try expectNoTrace(of: ["王五", "赵六", fromA, fromB], in: c)
        #expect(node.stop().status == 0)
        try town.start()
        _ = try Program.succeed("sync", "--data", a)
        let held = try Program.succeed("list", "person", "--data", town.hub, "--format", "ndjson")
        #expect(Set(held.objects.compactMap { $0["id"] as? String }) == [fromA, fromB])
        #expect(held.objects.contains { $0["phone"] as? String == "13800138000" })
    }

    @Test("a rolled-back disk loses nothing on either side, and is named")
    func rollback() throws {
        let town = try Town()
        let a = try town.join("A")
        let add = { (name: String) in
            try Program.succeed("add", "person", "name=\(name)", "--data", a).line
        }
        var ids = try (0..<5).map { try add("甲\($0)") }
        _ = try Program.succeed("sync", "--data", a)
        let image = a + "-image"
        try FileManager.default.copyItem(atPath: a, toPath: image)
        ids += try (0..<5).map { try add("乙\($0)") }
        _ = try Program.succeed("sync", "--data", a)
        try FileManager.default.removeItem(atPath: a)
        try FileManager.default.moveItem(atPath: image, toPath: a)
        ids += try (0..<3).map { try add("丙\($0)") }
        let sync = try Program.succeed("sync", "--data", a, "--format", "ndjson")
        let notices = sync.objects.first?["notices"] as? [String] ?? []
        #expect(notices.contains { $0.contains("rolled back") })
        for node in [a, town.hub] {
            let rows = try Program.succeed("list", "person", "--data", node, "--format", "ndjson")
            #expect(Set(rows.objects.compactMap { $0["id"] as? String }) == Set(ids))
        }
        _ = try Program.succeed("verify", "--data", a)
    }

    @Test("approval against rejection is an open divergent decision wherever they meet")
    func divergentDecision() throws {
        let town = try Town()
        let roles = ["clerk", "reviewer"]
        let (a, b) = (try town.join("A", roles: roles), try town.join("B", roles: roles))
        let id = try Program.succeed(
            "add", "proof_request", "item=居住证明", "purpose=办理入学", "applicant_name=陈一",
            "applicant_id_number=11010519491231002X", "--data", a
        ).line
        for state in ["submitted", "accepted", "verifying", "awaiting_approval"] {
            let run = try Program.run(
                "set", id, "status=\(state)", "--data", a)
            try #require(run.status == 0, "\(state): \(run.errors)")
        }
        _ = try Program.succeed("sync", "--data", a)
        _ = try Program.succeed("sync", "--data", b)
        let approve = try Program.run(
            "set", id, "status=approved", "decision_by=王主任", "--data", a, "--actor", "王主任")
        try #require(approve.status == 0, "\(approve.errors)")
        for reason in ["CANNOT_VERIFY", "LEGAL_RISK"] {
            let reject = try Program.run(
                "set", id, "status=rejected", "decision_by=刘书记", "decision_reason=\(reason)",
                "--data", b, "--actor", "刘书记")
            try #require(reject.status == 0, "\(reject.errors)")
        }
        for node in [a, b, a] { _ = try Program.succeed("sync", "--data", node) }
        for node in [a, b, town.hub] {
            let rows = try Program.succeed(
                "conflicts", "--class", "divergent-decision", "--data", node, "--format", "ndjson")
            let candidates = rows.objects.first?["candidates"] as? [[String: Any]] ?? []
            #expect(
                Set(candidates.compactMap { $0["value"] as? String }) == ["approved", "rejected"])
        }
    }

    @Test("a sync between drawing a form and saving it makes a conflict, not a silent win")
    func staleForm() throws {
        let town = try Town()
        let (a, b) = (try town.join("A"), try town.join("B"))
        let id = try Program.succeed("add", "person", "name=孙七", "--data", a).line
        for node in [a, b] { _ = try Program.succeed("sync", "--data", node) }
        let shown = try Program.succeed("show", id, "--data", a, "--format", "ndjson")
        let base = try #require(shown.objects.first?["base"] as? String)
        _ = try Program.succeed("set", id, "phone=13800138000", "--data", b)
        for node in [b, a] { _ = try Program.succeed("sync", "--data", node) }
        _ = try Program.succeed("set", id, "phone=13900139000", "--base", base, "--data", a)
        let rows = try Program.succeed("conflicts", "--data", a, "--format", "ndjson").objects
        #expect(rows.map { $0["class"] as? String } == ["concurrent-edit"])
    }
}

/// Fails if any file below `directory` holds any of `texts`, byte for byte.
func expectNoTrace(
    of texts: [String], in directory: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let files = FileManager.default.enumerator(atPath: directory)
    while let name = files?.nextObject() as? String {
        guard let bytes = FileManager.default.contents(atPath: directory + "/" + name) else {
            continue
        }
        for text in texts {
            #expect(
                bytes.range(of: Data(text.utf8)) == nil, "\(text) in \(name)",
                sourceLocation: sourceLocation)
        }
    }
}
