import Foundation
import ProcessSimulation
import ProcessSupport
import SimulationKit
import TestSupport
import Testing

@Suite("The simulator's faults among real processes", .serialized)
struct ProcessRunTests {
    /// Runs `seed` with the `zssync` at `program`.
    private static func outcome(
        _ seed: UInt64, events: Int, program: String = Program.path, in disk: TemporaryDirectory
    ) throws -> Outcome {
        try ProcessRun.run(
            ProcessRun.drawn(seed: seed, sites: nil, eventCount: events), program: program,
            in: disk.path)
    }

    @Test("no law is broken, whatever is killed, cut, held still, put back or copied")
    func laws() throws {
        let run = try Program.tool(
            "zssync-sim",
            ["run", "--tier", "C", "--seeds", "4", "--events", "24", "--first-seed", "12"])
        #expect(run.status == 0)
        let line = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(line["failures"] as? Int == 0 && line["seeds"] as? Int == 4)
        let faults = try #require(line["faults"] as? [String: Int])
        // Which of them find their program still running is the machine's.
        #expect(faults.values.reduce(0, +) > 5)
        #expect(line["events"] as? Int ?? 0 > 80)
    }

    @Test("a program that says that it saved, and did not, is found out")
    func liar() throws {
        let disk = try TemporaryDirectory()
        let liar = try Self.program(
            in: disk,
            instead: #"if [ "$1" = add ]; then echo 01m8rjwnvw1x5d5kgk0t6v1rhe; exit 0; fi"#)
        let outcome = try Self.outcome(3, events: 30, program: liar, in: disk)
        #expect(outcome.violation?.invariant == .nothingLost)
        let kept = try #require(outcome.kept)
        #expect(FileManager.default.fileExists(atPath: kept + "/hub/replica.sqlite"))
    }

    @Test("a program that says that it has synced, and has not, is found out")
    func idler() throws {
        let disk = try TemporaryDirectory()
        let idler = try Self.program(
            in: disk,
            instead: #"if [ "$1" = sync ]; then echo '{"acknowledged":true}'; exit 0; fi"#)
        let outcome = try Self.outcome(3, events: 30, program: idler, in: disk)
        #expect(
            [.durableBeforeVisible, .liveness].contains(outcome.violation?.invariant))
    }

    /// A `zssync` that does something else first, or instead.
    private static func program(
        in disk: TemporaryDirectory, instead: String
    ) throws -> String {
        let path = disk.path + "/zssync"
        try "#!/bin/sh\n\(instead)\nexec '\(Program.path)' \"$@\"\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }
}
