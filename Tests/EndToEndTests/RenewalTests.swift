import Foundation
import TestSupport
import ProcessSimulation
import ProcessSupport
import Testing

@Suite("Months without a network", .serialized)
struct RenewalTests {
    /// The clock of everybody concerned, so many days from now.
    private func clock(days: Double) -> [String: String] {
        let milliseconds = (Date().timeIntervalSince1970 + days * 86_400) * 1_000
        return ["ZSSYNC_CLOCK_MS": String(Int64(milliseconds))]
    }

    @Test(
        "what was written offline is accepted, the certificate renewed on the way",
        arguments: [30, 300, 420, 700] as [Double])
    func offline(days: Double) throws {
        let town = try Town()
        let node = try town.join("A")
        try town.stop()
        let later = clock(days: days)
        let added = try Program.succeed(
            "add", "person", "name=张三", "--data", node, environment: later)
        try town.start(environment: later)
        let sync = try Program.succeed(
            "sync", "--data", node, "--format", "ndjson", environment: later)
        #expect(sync.objects.first?["acknowledged"] as? Bool == true)
        let shown = try Program.succeed("show", added.line, "--data", town.hub)
        #expect(shown.output.contains("张"))
        // The registry's news of the new certificate may come with the next sync; after that the
        // renewed certificate is the one in use, and nothing is asked for again.
        _ = try Program.succeed("sync", "--data", node, environment: later)
        let again = try Program.succeed(
            "sync", "--data", node, "--format", "ndjson", environment: later)
        #expect(again.objects.first?["round_trips"] as? Int == 1)
    }

    @Test("a certificate that expired too long ago is refused, and local work is kept")
    func tooLate() throws {
        let town = try Town()
        let node = try town.join("A")
        try town.stop()
        let later = clock(days: 900)
        try town.start(environment: later)
        let sync = try Program.run("sync", "--data", node, environment: later)
        #expect(sync.status == 77)
        #expect(sync.errors.contains("certificate expired too long ago"))
        #expect(try Program.run("verify", "--data", node).status == 0)
    }
}
