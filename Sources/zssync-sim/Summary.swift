import Foundation
import SimulationKit

/// What all seeds of a run came to, as one line.
struct Summary: Encodable, Sendable {
    var tier = ""
    var seeds = 0
    var events = 0
    var faults: [String: Int] = [:]
    var virtualSeconds = 0.0
    var wallSeconds = 0.0
    var failures = 0
    /// The sum of the seeds' traces, in any order: equal in every process. Nil of real processes.
    var trace: UInt64? = 0
    private var strikes: [Strike: Int] = [:]

    private enum CodingKeys: String, CodingKey {
        case tier, seeds, events, faults, virtualSeconds, wallSeconds, failures, trace
    }

    mutating func add(_ outcome: Outcome) {
        seeds += 1
        events += outcome.steps
        virtualSeconds += Double(outcome.time) / 1_000
        if outcome.violation != nil { failures += 1 }
        trace = trace.map { $0 &+ outcome.trace.hash }
        for (fault, count) in outcome.faults { faults[fault.rawValue, default: 0] += count }
        strikes.merge(outcome.strikes) { $0 + $1 }
    }

    /// The faults that have struck a state of a session fewer than once in a hundred seeds, as a table.
    func seldom(in tier: Tier) -> String {
        Strike.all(in: tier).filter { 100 * (strikes[$0] ?? 0) < seeds }.map {
            "\($0.fault.rawValue) × \($0.state): \(strikes[$0] ?? 0)\n"
        }.joined()
    }

    func line(tier: TierOption, wallSeconds: Double) throws -> String {
        var copy = self
        copy.tier = tier.rawValue
        if tier == .processes { copy.trace = nil }
        copy.wallSeconds = (wallSeconds * 1_000).rounded() / 1_000
        copy.virtualSeconds = virtualSeconds.rounded()
        return try copy.line()
    }
}

extension Encodable {
    /// The value as one line of NDJSON.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
