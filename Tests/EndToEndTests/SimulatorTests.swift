import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("zssync-sim", .serialized)
struct SimulatorTests {
    private static func run(_ arguments: [String]) throws -> [String: Any] {
        let run = try Program.tool("zssync-sim", ["run"] + arguments)
        #expect(run.status == 0)
        return try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    @Test("a run ends with one line, and two processes do the same")
    func traces() throws {
        let arguments = ["--seeds", "4", "--events", "60", "--first-seed", "20"]
        let first = try Self.run(arguments + ["--jobs", "1"])
        let second = try Self.run(arguments + ["--jobs", "2"])
        #expect(
            Set(first.keys) == [
                "tier", "seeds", "events", "faults", "virtual_seconds", "wall_seconds", "failures",
                "trace",
            ])
        for key in ["seeds", "events", "trace", "virtual_seconds", "failures", "faults"] {
            #expect(first[key] as? NSObject == second[key] as? NSObject)
        }
        #expect(first["seeds"] as? Int == 4 && first["failures"] as? Int == 0)
    }

    @Test("no law is broken, whatever a seed draws", arguments: ["A": 2_000, "S": 100, "B": 100])
    func laws(tier: String, seeds: Int) throws {
        let run = try Program.tool(
            "zssync-sim",
            ["run", "--tier", tier, "--seeds", "\(seeds)", "--events", "24"])
        #expect(run.status == 0)
        #expect(run.output.contains(#""failures":0"#) && run.output.contains(#""seeds":\#(seeds)"#))
    }

    @Test("a planted mistake is told of in one line")
    func bank() throws {
        let run = try Program.tool(
            "zssync-sim", ["bank", "--format", "ndjson", "--bug", "missing-scope-check"])
        #expect(run.status == 0)
        let line = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(
            Set(line.keys).isSuperset(of: [
                "bug", "tier", "found", "seed", "seeds_tried", "events_after_shrinking",
            ]))
        #expect(line["found"] as? Bool == true)
    }

    @Test(
        "what cannot be run is said, with the code for wrong usage",
        arguments: [
            ["run", "--tier", "Z"], ["run", "--seeds", "0"], ["run", "--sites", "289"],
            ["run", "--jobs", "0"], ["run", "--tier", "C", "--program", "/nowhere"],
            ["run", "--first-seed", "18446744073709551615"],
            ["bank", "--bug", "none"], ["bank", "--format", "table"], ["bank", "--events", "0"],
            ["bank", "--seeds", "0"],
            ["shake"],
        ])
    func usage(arguments: [String]) throws {
        #expect(try Program.tool("zssync-sim", arguments).status == 64)
    }
}
