import Foundation
import RecordModel

/// The morning after a day without network: a device of every village syncs what was saved, all at once.
struct StormWorkload {
    private static let savesEach = 200

    /// Villages, a device each.
    let count: Int

    func once() throws -> [Step] {
        let disk = NSTemporaryDirectory() + "zssync-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: disk) }
        let hub = try HubProgram(in: disk, visits: 0)
        let sites = try SampleSites.registry().compactMap { SiteID($0.code) }.prefix(count)
        for (number, site) in sites.enumerated() {
            _ = try hub.join("\(number)", site: site, in: disk)
            let visits = disk + "/visits.ndjson"
            try HubProgram.write(Self.savesEach, of: site, to: visits)
            try ChildProgram.run(
                ["import", "visit", visits, "--data", disk + "/\(number)"], in: disk)
        }
        var watch = Stopwatch()
        let costs = try watch.run {
            let nodes = try sites.indices.map { number in
                try ChildProgram(
                    ["sync", "--data", disk + "/\(number)", "--format", "ndjson"], in: disk)
            }
            return try nodes.map { node in
                let cost = try node.wait()
                guard node.output.contains("\"acknowledged\":true") else {
                    throw NotMeasured(what: "not acknowledged: " + node.output, found: 0)
                }
                return cost
            }
        }
        let served = try hub.serve.stop()
        var step = Step(.storm, "all villages", rows: sites.count * Self.savesEach)
        step.seconds = watch.wall
        step.cpuSeconds = costs.reduce(served.cpu) { $0 + $1.cpu }
        step.residentBytes = served.residentBytesMax
        return [step]
    }
}
