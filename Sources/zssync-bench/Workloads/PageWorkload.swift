import Foundation
import RecordModel

/// Workload P: the clerk's page over `count` visits and the people visited, from request to the last
/// byte, over HTTP to a process of its own.
struct PageWorkload {
    /// People who are visited: what the city has on file.
    private static let people = 8_000
    /// Requests of each kind.
    private static let requests = 20

    let count: Int

    func once() async throws -> [Step] {
        let disk = NSTemporaryDirectory() + "zssync-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: disk) }
        let hub = try HubProgram(in: disk, visits: 0)
        _ = try hub.join("device", site: hub.site, in: disk)
        let data = disk + "/device"
        try fill(data, hub.site, in: disk)
        _ = try hub.serve.stop()
        let node = try ChildProgram(["node", "--data", data, "--web", "127.0.0.1:0"], in: disk)
        let client = try await PageClient(link: try Self.link(of: node))
        var steps = [
            try await measure("today") { try await client.get("/") },
            try await measure("list") { try await client.get("/list/visit") },
        ]
        let search = try await client.post("/list/visit/search", ["q": "不存在的人"])
        steps.append(try await measure("search, nothing found") { try await client.get(search) })
        var record = ""
        steps.append(
            try await measure("form and save") {
                let form = String(decoding: try await client.get("/new/person"), as: UTF8.self)
                guard let match = form.firstMatch(of: /action="(\/save\/person\/[a-z0-9]+)"/) else {
                    throw NotMeasured(what: "form", found: form.utf8.count)
                }
                record = try await client.post(
                    String(match.1),
                    ["_fields": "name,risk_level", "name": "陈", "risk_level": "key"])
                return Data()
            })
        let saved = record
        steps.append(try await measure("record") { try await client.get(saved) })
        _ = try node.stop()
        return steps
    }

    private func measure(_ name: String, _ page: () async throws -> Data) async throws -> Step {
        var bytes = try await page().count
        let start = Stopwatch.now(CLOCK_MONOTONIC)
        for _ in 0..<Self.requests { bytes = try await page().count }
        var step = Step(.pages, name, rows: Self.requests)
        step.seconds = Stopwatch.now(CLOCK_MONOTONIC) - start
        step.bytes = bytes * Self.requests
        return step
    }

    private func fill(_ data: String, _ site: SiteID, in disk: String) throws {
        let sites = try SampleSites.registry().filter { $0.code == site.text }
        let kinds: [(GenerateCommand.SampleKind, Int)] = [(.person, Self.people), (.visit, count)]
        for (kind, count) in kinds {
            var rows = SampleRows(kind: kind, seed: 1, people: Self.people, sites: sites)
            var bytes: [UInt8] = []
            for _ in 0..<count { rows.appendNext(to: &bytes) }
            let path = disk + "/\(kind.rawValue).ndjson"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try ChildProgram.run(["import", kind.rawValue, path, "--data", data], in: disk)
        }
    }

    private static func link(of node: ChildProgram) throws -> String {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(60) {
            if let match = node.output.firstMatch(of: /http:\/\/[0-9.:]+\/open\?key=[a-z0-9]+/) {
                return String(match.0)
            }
            usleep(20_000)
        }
        throw NotMeasured(what: "node did not start: " + node.output, found: 0)
    }
}
