import Foundation
import RecordModel

/// A hub that serves on loopback, and may hold visits of one site.
struct HubProgram {
    let data: String
    let port: Int
    let site: SiteID
    /// Changes of the registry, which every device gets.
    let registryCount: Int
    let serve: ChildProgram

    init(in disk: String, visits count: Int) throws {
        data = disk + "/hub"
        let sites = try SampleSites.registry()
        guard let site = sites.first.flatMap({ SiteID($0.code) }) else {
            throw NotMeasured(what: "sites", found: 0)
        }
        self.site = site
        let registry = disk + "/sites.csv"
        let lines = sites.map { "\($0.code),\($0.name),\($0.townCode),\($0.townName)" }
        try (["code,name,town_code,town_name"] + lines).joined(separator: "\n")
            .write(toFile: registry, atomically: true, encoding: .utf8)
        try ChildProgram.run(
            ["hub", "init", "--data", data, "--sites", registry, "--host", "127.0.0.1"], in: disk)
        if count > 0 {
            let visits = disk + "/visits.ndjson"
            try Self.write(count, of: site, to: visits)
            try ChildProgram.run(["import", "visit", visits, "--data", data], in: disk)
        }
        // Each site, the hub itself, and whoever joins.
        registryCount = sites.count + 2
        serve = try ChildProgram(["serve", "--data", data, "--listen", "127.0.0.1:0"], in: disk)
        port = try Self.port(of: serve)
    }

    /// Waits until `serve` says where it listens.
    private static func port(of serve: ChildProgram) throws -> Int {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(60) {
            if let match = serve.output.firstMatch(of: /127\.0\.0\.1:([0-9]+)/),
                let port = Int(match.1)
            {
                return port
            }
            usleep(20_000)
        }
        throw NotMeasured(what: "hub did not start: " + serve.output, found: 0)
    }

    /// A device of `site` that has joined, in the directory called `name`.
    func join(_ name: String, site: SiteID, in disk: String) throws -> (ChildProgram.Cost, String) {
        let token = try ChildProgram.run(
            ["hub", "invite", "--data", data, "--site", site.text], in: disk
        ).output
        // Joining makes the first sync, which brings everything.
        return try ChildProgram.run(
            ["join", token, "--data", disk + "/" + name, "--lang", "en"], in: disk)
    }

    /// Writes the first visits that `generate` prints, as visits of one site.
    static func write(_ count: Int, of site: SiteID, to path: String) throws {
        var rows = SampleRows(
            kind: .visit, seed: 1, people: SamplePeople.countDefault,
            sites: try SampleSites.registry())
        let own = Array(#""site":"\#(site.text)""#.utf8)
        let key = Array(#""site":""#.utf8)
        var bytes: [UInt8] = []
        for _ in 0..<count {
            var line: [UInt8] = []
            rows.appendNext(to: &line)
            guard let place = line.firstRange(of: key) else { throw SampleInput.BadRow() }
            line.replaceSubrange(
                place.lowerBound..<min(place.lowerBound + own.count, line.count), with: own)
            bytes += line
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
