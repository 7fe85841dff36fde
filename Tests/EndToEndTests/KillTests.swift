import Foundation
import TestSupport
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("kill -9 at any moment", .serialized)
struct KillTests {
    /// How many kills; `ZSSYNC_KILLS` for a longer run.
    static func kills(usually count: Int) -> Int {
        ProcessInfo.processInfo.environment["ZSSYNC_KILLS"].flatMap(Int.init) ?? count
    }

    private static let kills = kills(usually: 16)

    @Test("kills of the hub and of syncing nodes lose nothing that was acknowledged")
    func kills() throws {
        let town = try Town()
        let (a, b) = (try town.join("A"), try town.join("B"))
        var random = SeededGenerator(seed: 20_261_124)
        var saved: [String: Set<String>] = [a: [], b: []]
        var acknowledged: Set<String> = []
        for round in 0..<Self.kills {
            for node in [a, b] {
                let rows = (0..<40).map { #"{"name":"人\#(round)之\#($0)"}"# }
                let file = town.disk.path + "/rows.ndjson"
                try rows.joined(separator: "\n").write(
                    toFile: file, atomically: true, encoding: .utf8)
                _ = try Program.succeed("import", "person", file, "--data", node)
            }
            for node in [a, b] {
                let rows = try Program.succeed(
                    "list", "person", "--data", node, "--format", "ndjson")
                saved[node] = Set(rows.objects.compactMap { $0["id"] as? String })
            }
            let node = round % 2 == 0 ? a : b
            let sync = try Background(["sync", "--data", node, "--format", "ndjson"])
            usleep(UInt32.random(in: 0..<150_000, using: &random))
            if round % 3 == 0 {
                town.murder()
                _ = sync.end()
                try town.start()
            } else {
                sync.murder()
            }
            let verified = try Program.run("verify", "--data", node)
            #expect(verified.status == 0, "round \(round): \(verified.errors)")
            let again = try Program.succeed("sync", "--data", node, "--format", "ndjson")
            #expect(again.objects.first?["acknowledged"] as? Bool == true)
            acknowledged.formUnion(saved[node] ?? [])
            if round % 8 == 7 {
                let rows = try Program.succeed(
                    "list", "person", "--data", town.hub, "--format", "ndjson")
                let held = Set(rows.objects.compactMap { $0["id"] as? String })
                #expect(acknowledged.isSubset(of: held), "round \(round)")
            }
        }
        for node in [a, b, a] { _ = try Program.succeed("sync", "--data", node) }
        let lists = try [a, b, town.hub].map {
            try Program.succeed("list", "person", "--data", $0, "--format", "ndjson").output
        }
        #expect(lists[0] == lists[1])
        #expect(lists[0] == lists[2])
        #expect(lists[0].split(separator: "\n").count == Self.kills * 2 * 40)
        _ = try Program.succeed("verify", "--data", town.hub)
    }
}
