import Foundation
import TestSupport
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("Kinds are data", .serialized)
struct FifthKindTests {
    private static let file = Program.root + "/Fixtures/kinds/council_consultation.yaml"

    @Test("a fifth kind is a file and nothing else, in every command")
    func fifthKind() throws {
        let town = try Town(kinds: [Self.file])
        let (a, b) = (try town.join("A"), try town.join("B"))
        for node in [a, b] { _ = try Program.succeed("sync", "--data", node) }
        let kind = "council_consultation"
        let id = try Program.succeed(
            "add", kind, "topic=路灯改造", "held_at=2026-03-01T09:30:00+08:00", "--data", a
        ).line
        _ = try Program.succeed("sync", "--data", a)
        _ = try Program.succeed("sync", "--data", b)
        _ = try Program.succeed("set", id, "topic=路灯改造（东片）", "--data", a)
        _ = try Program.succeed("set", id, "topic=路灯改造（西片）", "--data", b)
        for node in [a, b, a] { _ = try Program.succeed("sync", "--data", node) }
        let rows = try Program.succeed("list", kind, "--data", town.hub, "--format", "ndjson")
        #expect(rows.objects.first?["conflicts"] as? Int == 1)
        let report = try Program.succeed("conflicts", "--data", a, "--format", "ndjson")
        let conflict = try #require(report.objects.first?["id"] as? String)
        _ = try Program.succeed("resolve", conflict, "--take", "2", "--data", a)
        let history = try Program.succeed("history", id, "--data", a, "--format", "ndjson")
        #expect(history.objects.count >= 4)
        let csv = town.disk.path + "/k.csv"
        _ = try Program.succeed("export", kind, csv, "--data", a)
        let text = try String(contentsOfFile: csv, encoding: .utf8)
        #expect(text.contains("topic"))
        let dry = try Program.succeed("import", kind, csv, "--dry-run", "--data", b)
        #expect(!dry.output.isEmpty)
        _ = try Program.succeed("delete", id, "--data", a)
        #expect(try Program.run("show", id, "--data", a).status == 66)
        _ = try Program.succeed("sync", "--data", a)
        for node in [a, town.hub] { _ = try Program.succeed("verify", "--data", node) }
    }

    @Test("a kind file with a mistake is refused with file, line and reason")
    func mistake() throws {
        let town = try Town()
        try town.stop()
        try FileManager.default.createDirectory(
            atPath: town.hub + "/kinds", withIntermediateDirectories: true)
        let text = try String(contentsOfFile: Self.file, encoding: .utf8)
        try (text + "\nunheard_of: 1\n").write(
            toFile: town.hub + "/kinds/council_consultation.yaml", atomically: true, encoding: .utf8
        )
        let run = try Program.run("serve", "--data", town.hub, "--listen", "127.0.0.1:0")
        #expect(run.status == 65)
        #expect(run.errors.contains("council_consultation.yaml:"))
    }
}
