import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("What the hub orders: erasure and revocation, with real processes", .serialized)
struct OrderTests {
    @Test(
        "a person who is erased at the running hub is in no file of any replica after their syncs")
    func erasure() throws {
        let town = try Town()
        let (a, b) = (try town.join("A"), try town.join("B"))
        let person = try Program.succeed("add", "person", "name=忘川", "--data", a).line
        let visit = try Program.succeed(
            "add", "visit", "person=\(person)", "visited_at=2026-11-20T09:00:00+08:00",
            "met=in_person", "visitors=李明", "note=忘川说的话", "--data", a
        ).line
        let other = try Program.succeed("add", "person", "name=常在", "--data", a).line
        for node in [a, b] { _ = try Program.succeed("sync", "--data", node) }
        _ = try Program.succeed("set", person, "address=忘川路", "--data", b)
        _ = try Program.succeed("show", person, "--data", town.hub)

        #expect(try Program.run("erase", person, "--data", town.hub).status == 64)
        #expect(try Program.run("erase", person, "--reason", " ", "--data", town.hub).status == 64)
        #expect(try Program.run("erase", person, "--reason", "申请", "--data", a).status == 77)
        let erased = try Program.succeed(
            "erase", person, "--referring", "--reason", "本人申请", "--data", town.hub, "--format",
            "ndjson")
        #expect(erased.objects.compactMap { $0["record"] as? String } == [person, visit])
        #expect(erased.objects.compactMap { $0["changes"] as? Int } == [1, 1])
        for node in [b, a] { _ = try Program.succeed("sync", "--data", node) }
        for node in [town.hub, a, b] {
            try expectNoTrace(of: ["忘川"], in: node)
            let shown = try Program.run("show", person, "--data", node)
            #expect(shown.status == 66)
            #expect(shown.errors.contains("抹除"))
            _ = try Program.succeed("show", other, "--data", node)
            _ = try Program.succeed("verify", "--data", node)
        }
        #expect(try Program.run("set", person, "name=甲", "--data", a).status == 66)
        #expect(
            try Program.run(
                "add", "visit", "person=\(person)", "visited_at=2026-11-21T09:00:00+08:00",
                "met=in_person", "visitors=李明", "--data", a
            ).status == 66)
        #expect(try town.stop().status == 0)
        _ = try Program.succeed("verify", "--rebuild", "--data", town.hub)
        try expectNoTrace(of: ["忘川"], in: town.hub)
    }

    @Test("a computer that is revoked is refused by the hub and by its neighbours, and is told so")
    func revocation() throws {
        let town = try Town()
        let (stolen, b) = (try town.join("A"), try town.join("B"))
        for node in [stolen, b] { _ = try Program.succeed("sync", "--data", node) }
        _ = try Program.succeed("add", "person", "name=甲", "--data", stolen)
        let status = { (node: String) in
            try Program.succeed("status", "--data", node, "--format", "ndjson").objects.first
        }
        let device = try #require(try status(stolen)?["device"] as? String)
        #expect(try Program.run("hub", "revoke", device, "--data", b).status == 77)
        #expect(try Program.run("hub", "revoke", "nobody", "--data", town.hub).status == 66)
        _ = try Program.succeed("hub", "revoke", device, "--reason", "被盗", "--data", town.hub)
        _ = try Program.succeed("hub", "revoke", device, "--data", town.hub)
        let listed = try Program.succeed("hub", "devices", "--data", town.hub, "--format", "ndjson")
        #expect(
            listed.objects.filter { $0["revoked"] as? Bool == true }
                .compactMap { $0["device"] as? String } == [device])

        let refused = try Program.run("sync", "--data", stolen)
        #expect(refused.status == 77)
        #expect(refused.errors.contains("停用"))
        #expect(try status(stolen)?["state"] as? String == "revoked")
        _ = try Program.succeed("sync", "--data", b)
        try town.stop()
        let port = try FreePort.find()
        let node = try Background(["node", "--data", b, "--listen", "127.0.0.1:\(port)"])
        try eventually { FreePort.isTaken(port) }
        let address = "https://127.0.0.1:\(port)"
        #expect(try Program.run("sync", "--data", stolen, "--peer", address).status == 77)
        #expect(node.stop().status == 0)
        #expect(
            try Program.succeed("list", "person", "--data", town.hub, "--format", "ndjson")
                .output.isEmpty)
        // What was entered there stays there.
        #expect(
            try Program.succeed("list", "person", "--data", stolen, "--format", "ndjson")
                .objects.count == 1)
    }
}
