import Foundation
import ProcessSimulation
import ProcessSupport
import TestSupport
import Testing

@Suite("Processes that stop in the middle", .serialized)
struct StoppedProcessTests {
    private static func rows(_ count: Int, in town: Town) throws -> String {
        let file = town.disk.path + "/rows.ndjson"
        try (0..<count).map { #"{"name":"人\#($0)"}"# }.joined(separator: "\n")
            .write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    private static func count(_ node: String) throws -> Int {
        try Program.succeed("list", "person", "--data", node, "--format", "ndjson").objects.count
    }

    @Test("an import that is killed is in the file whole or not at all, and the next one works")
    func killedImports() throws {
        let town = try Town()
        let node = try town.join("A")
        let file = try Self.rows(150, in: town)
        var random = SeededGenerator(seed: 20_261_127)
        var held = 0
        var killed = 0
        for round in 0..<KillTests.kills(usually: 12) {
            let importing = try Background(["import", "person", file, "--data", node])
            usleep(UInt32.random(in: 20_000..<250_000, using: &random))
            let isDone = !importing.process.isRunning
            importing.murder()
            killed += isDone ? 0 : 1
            let verified = try Program.run("verify", "--data", node)
            #expect(verified.status == 0, "round \(round): \(verified.errors)")
            let now = try Self.count(node)
            #expect(now == held + 150 || !isDone && now == held, "round \(round)")
            held = now
        }
        #expect(killed > 0)
        _ = try Program.succeed("import", "person", file, "--data", node)
        #expect(try Self.count(node) == held + 150)
    }

    @Test("a device that stops in the middle of its sync holds up nobody, and goes on later")
    func stoppedDevice() throws {
        let town = try Town()
        let (a, b) = (try town.join("A"), try town.join("B"))
        let file = try Self.rows(3_000, in: town)
        for node in [a, b] { _ = try Program.succeed("import", "person", file, "--data", node) }
        let log = town.hub + "/replica.sqlite-wal"
        let size = { try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0 }
        let before = try size()
        let syncing = try Background(["sync", "--data", a, "--format", "ndjson"])
        // The hub has stored the first of what comes.
        try eventually { try size() > before }
        kill(syncing.process.processIdentifier, SIGSTOP)
        try #require(syncing.process.isRunning, "it was too fast to be stopped")
        let began = Date()
        let other = try Program.succeed("sync", "--data", b, "--format", "ndjson")
        #expect(other.objects.first?["acknowledged"] as? Bool == true)
        #expect(Date().timeIntervalSince(began) < 30)
        kill(syncing.process.processIdentifier, SIGCONT)
        // Whether it got through, or its connection was given up meanwhile.
        #expect([0, 75].contains(syncing.end().status))
        for node in [a, b] {
            let run = try Program.succeed("sync", "--data", node, "--format", "ndjson")
            #expect(run.objects.first?["acknowledged"] as? Bool == true)
        }
        _ = try Program.succeed("sync", "--data", a)
        #expect(try Self.count(a) == 6_000)
        #expect(try Self.count(town.hub) == 6_000)
    }

    @Test("a hub that stops is given up in time, and nothing is lost when it goes on")
    func stoppedHub() throws {
        let town = try Town()
        let a = try town.join("A")
        _ = try Program.succeed("import", "person", try Self.rows(500, in: town), "--data", a)
        let hub = try #require(town.serve).process.processIdentifier
        kill(hub, SIGSTOP)
        let began = Date()
        let run = try Program.run("sync", "--data", a)
        let waited = Date().timeIntervalSince(began)
        kill(hub, SIGCONT)
        #expect(run.status == 69, "\(run.errors)")
        #expect(waited < 90, "a wait has a deadline")
        #expect(try Self.count(a) == 500)
        let again = try Program.succeed("sync", "--data", a, "--format", "ndjson")
        #expect(again.objects.first?["acknowledged"] as? Bool == true)
        #expect(try Self.count(town.hub) == 500)
    }
}
