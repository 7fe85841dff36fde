import ArgumentParser
import Foundation
import SimulationKit

/// Runs seeds until one breaks a law.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "逐个种子模拟 Run seeds.",
        discussion: """
            每个种子是一座虚拟的城市和其中发生的一切；同一个种子总是同样的结果。最后在标准输出打印一行
            NDJSON；有错时退出码为 1，并打印缩减后的情形。

            Each seed is a city and all that happens in it; the same seed, the same run. One NDJSON object
            comes on standard output at the end; where a law is broken, the exit code is 1 and the shrunk
            scenario comes before it.

            例 Example: zssync-sim run --seeds 2000 --tier A
            """)

    @Option(help: "种子数 How many seeds.")
    var seeds = 100

    @Option(help: "第一个种子 The first seed.")
    var firstSeed: UInt64 = 0

    @Option(help: "层级：A 内存 Tier: A, in memory.")
    var tier = "A"

    @Option(help: "村数；默认 1 到 3 Villages; by default one to three.")
    var sites: Int?

    @Option(help: "每个种子的事件数 Events of each seed.")
    var events = 150

    func validate() throws {
        guard tier == "A" else { throw ValidationError("只有 A 层。 There is tier A only.") }
        guard seeds > 0, events > 0, sites.map({ (1...288).contains($0) }) ?? true else {
            throw ValidationError(
                "种子、事件至少 1，村 1 到 288。 At least one seed and event; 1 to 288 villages.")
        }
    }

    func run() throws {
        let template = try Template()
        let begin = ContinuousClock.now
        var summary = Summary(tier: tier)
        for seed in firstSeed..<firstSeed + UInt64(seeds) {
            let scenario = Scenario.drawn(
                seed: seed, sites: sites ?? 1 + Int(seed % 3), eventCount: events)
            let outcome = try Simulation.run(scenario, template: template)
            summary.add(outcome)
            if let violation = outcome.violation {
                summary.failures += 1
                report("seed \(seed): \(violation)\n")
                var shrinker = Shrinker(template: template, invariant: violation.invariant)
                report(try shrinker.shrink(scenario).literal + "\n")
                break
            }
            if seed % 50 == 49 { report("\(seed + 1 - firstSeed) / \(seeds)\n") }
        }
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        print(try summary.line(wallSeconds: elapsed))
        if summary.failures > 0 { throw ExitCode(1) }
    }

    private func report(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
