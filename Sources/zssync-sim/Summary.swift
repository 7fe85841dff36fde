import Foundation
import SimulationKit

/// What all seeds of a run came to, as one line.
struct Summary: Encodable {
    var tier: String
    var seeds = 0
    var events = 0
    var faults: [String: Int] = [:]
    var virtualSeconds = 0.0
    var wallSeconds = 0.0
    var failures = 0

    init(tier: String) { self.tier = tier }

    mutating func add(_ outcome: Outcome) {
        seeds += 1
        events += outcome.steps
        virtualSeconds += Double(outcome.time) / 1_000
        for (fault, count) in outcome.faults { faults[fault.rawValue, default: 0] += count }
    }

    func line(wallSeconds: Double) throws -> String {
        var copy = self
        copy.wallSeconds = (wallSeconds * 1_000).rounded() / 1_000
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(copy), as: UTF8.self)
    }
}
