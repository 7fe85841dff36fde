import ArgumentParser
import CausalCore
import Foundation
import SimulationKit

/// Plants each known mistake and sees whether the simulator finds it.
struct BankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract: "植入错误，检验模拟器 Plant mistakes and see whether they are found.",
        discussion: """
            只在调试构建中可用；发布构建里没有这些错误。退出码 1 表示有错误没有被发现。

            Only in a debug build: no release build holds the mistakes. The exit code is 1 where one was
            not found.

            例 Example: zssync-sim bank --format ndjson
            """)

    @Option(
        help: "每个错误最多的种子数；默认 A 层 1000，B 层 200 The most seeds for each; 1000 of tier A, 200 of B.")
    var seeds: Int?

    @Option(help: "每个种子的事件数 Events of each seed.")
    var events = 100

    @Option(help: "只试这一个 Only this one.")
    var bug: String?

    @Option(help: "输出格式 Format of the output.")
    var format = Format.ndjson

    /// One object a line: what reads this are programs.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case ndjson
    }

    func validate() throws {
        guard seeds ?? 1 > 0, events > 0 else {
            throw ValidationError("种子、事件至少 1。 At least one seed and event.")
        }
    }

    #if PLANTED_BUGS
        /// What came of one mistake.
        private struct Find: Encodable {
            var bug: String
            var tier: String
            var found = false
            var law: String?
            var seed: UInt64?
            var seedsTried = 0
            var eventsAfterShrinking: Int?
        }

        func run() throws {
            let bugs = PlantedBug.allCases.filter { bug == nil || $0.rawValue == bug }
            guard !bugs.isEmpty else { throw ValidationError("没有这个错误。 No such mistake.") }
            let template = try Template()
            var isWeak = false
            for bug in bugs {
                let find = try find(bug, template)
                isWeak = isWeak || !find.found
                print(try find.line())
            }
            if isWeak { throw ExitCode(1) }
        }

        private func find(_ bug: PlantedBug, _ template: Template) throws -> Find {
            let tier = bug.tier
            var find = Find(bug: bug.rawValue, tier: tier.rawValue)
            PlantedBug.active = bug
            defer { PlantedBug.active = nil }
            for seed in 0..<UInt64(seeds ?? (tier == .memory ? 1_000 : 200)) {
                let scenario = Scenario.drawn(seed: seed, eventCount: events, tier: tier)
                find.seedsTried += 1
                guard
                    let violation = try Simulation.run(
                        scenario, template: template, tier: tier
                    ).violation
                else { continue }
                var shrinker = Shrinker(
                    template: template, tier: tier, invariant: violation.invariant, runsMax: 60)
                find.found = true
                find.law = violation.invariant.rawValue
                find.seed = seed
                find.eventsAfterShrinking = try shrinker.shrink(scenario).events.count
                return find
            }
            return find
        }
    #else
        func run() throws {
            throw ValidationError("发布构建里没有这些错误。 A release build holds no planted mistakes.")
        }
    #endif
}
