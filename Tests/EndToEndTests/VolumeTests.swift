import Foundation
import TestSupport
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("A year's visits", .serialized)
struct VolumeTests {
    /// A tenth of a year's visits in a debug build; ZSSYNC_VISITS=58000 for all of them.
    private static let count =
        ProcessInfo.processInfo.environment["ZSSYNC_VISITS"].flatMap { Int($0) } ?? 5_800

    @Test("visits of every town reach the hub whole")
    func visits() throws {
        let town = try Town()
        let bench =
            URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
            + "/zssync-bench"
        let generated = town.disk.path + "/visits.ndjson"
        let make = Process()
        make.executableURL = URL(fileURLWithPath: bench)
        make.arguments = [
            "generate", "--kind", "visit", "--count", String(Self.count), "--seed", "1",
        ]
        _ = FileManager.default.createFile(atPath: generated, contents: nil)
        make.standardOutput = FileHandle(forWritingAtPath: generated)
        try make.run()
        make.waitUntilExit()
        #expect(make.terminationStatus == 0)
        let rows = try String(contentsOfFile: generated, encoding: .utf8).split(separator: "\n")
        #expect(rows.count == Self.count)
        var bySite: [String: [Substring]] = [:]
        for row in rows {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any])
            bySite[try #require(object["site"] as? String), default: []].append(row)
        }
        // Three large shares, each entered by a town reviewer's device for all sites of its town.
        let towns = Dictionary(grouping: bySite.keys.sorted()) { String($0.prefix(9)) }
        var total = 0
        var seconds = 0.0
        for (index, town9) in towns.keys.sorted().enumerated() {
            let sites = try #require(towns[town9])
            let node = try town.join(
                "T\(index)", site: sites[0], roles: ["clerk", "town_reviewer"])
            let share = town.disk.path + "/share.ndjson"
            try sites.flatMap { bySite[$0] ?? [] }.joined(separator: "\n").write(
                toFile: share, atomically: true, encoding: .utf8)
            let run = try Program.succeed(
                "import", "visit", share, "--data", node)
            total += run.objects.first?["rows"] as? Int ?? 0
            seconds += (run.objects.first?["seconds"] as? NSNumber)?.doubleValue ?? 0
            let sync = try Program.succeed("sync", "--data", node, "--format", "ndjson")
            #expect(sync.objects.first?["acknowledged"] as? Bool == true)
        }
        #expect(total == Self.count)
        print("imported \(total) visits in \(seconds) s: \(Int(Double(total) / seconds)) rows/s")
        let held = try Program.succeed("list", "visit", "--data", town.hub, "--format", "ndjson")
        #expect(held.objects.count == Self.count)
        let expected = Set(
            rows.compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["id"]
                    as? String
            })
        #expect(Set(held.objects.compactMap { $0["id"] as? String }) == expected)
        _ = try Program.succeed("verify", "--data", town.hub)
    }
}
