import Foundation
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("zssync-bench", .serialized)
struct BenchTests {
    private static let keys: Set = [
        "workload", "step", "rows", "seconds", "cpu_seconds", "rate", "floor_rate", "ratio",
        "bytes", "bytes_per_row", "floor_bytes_per_row", "rss_bytes",
    ]

    @Test(
        "every workload prints its steps, with every figure or null",
        arguments: [
            ("V", ["save", "apply", "redeliver"]), ("U", ["save", "apply"]), ("M", ["merge"]),
            ("B", ["new device", "second hub", "idle node", "hub"]), ("N", ["nothing to do"]),
            (
                "W",
                [
                    "new visits", "nothing", "edit of two fields", "edits of two fields",
                    "conflict",
                    "resolution",
                ]
            ), ("R", ["report few", "report", "report all"]), ("S", ["save", "p50", "p99"]),
            ("storm", ["all villages"]),
        ])
    func steps(workload: String, names: [String]) throws {
        let count = workload == "storm" ? "10" : "100"
        let run = try Program.tool(
            "zssync-bench", ["run", workload, "--count", count, "--repeat", "1"])
        #expect(run.status == 0)
        let steps = try run.output.split(separator: "\n").map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(steps.map { $0["step"] as? String } == names)
        for step in steps {
            #expect(Set(step.keys) == Self.keys)
            #expect(step["workload"] as? String == workload)
            #expect(["seconds", "bytes", "rss_bytes"].contains { step[$0] is NSNumber })
        }
        if let first = steps.first, ["V", "U", "M", "S"].contains(workload) {
            #expect((first["ratio"] as? NSNumber)?.doubleValue ?? 0 > 0, "beside plain SQLite")
        }
    }

    @Test("what cannot be measured is said, with the code for wrong usage")
    func usage() throws {
        for arguments in [["run", "X"], ["run", "V", "--count", "0"], ["run"]] {
            #expect(try Program.tool("zssync-bench", arguments).status == 64)
        }
    }
}
