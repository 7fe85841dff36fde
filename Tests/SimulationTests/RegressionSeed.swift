import Foundation
import SimulationKit

/// A line of Fixtures/seeds/regressions.txt.
struct RegressionSeed: CustomStringConvertible {
    let tier: Tier
    let seed: UInt64
    let events: Int

    var description: String { "tier \(tier.rawValue), seed \(seed), \(events) events" }

    /// All that the file names; throws where a line is none.
    static func all() throws -> [RegressionSeed] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().resolvingSymlinksInPath().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appending(path: "Fixtures/seeds/regressions.txt"), encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ")
            guard words.count == 3, let tier = Tier(rawValue: String(words[0])),
                let seed = UInt64(words[1]), let events = Int(words[2])
            else { throw NoSeed(line: String(line)) }
            return RegressionSeed(tier: tier, seed: seed, events: events)
        }
    }

    private struct NoSeed: Error {
        let line: String
    }
}
