import ArgumentParser
import Foundation

/// Measures a workload against plain SQLite in the same run.
struct RunCommand: ParsableCommand {
    enum Workload: String, ExpressibleByArgument, CaseIterable {
        case visits = "V"
    }

    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "测量（与同一次运行中的纯 SQLite 比较）。 Measures against plain SQLite in one run.",
        discussion: """
            V: visits, saved 1,000 a transaction; handed over as signed segments and merged into an
            empty replica; handed over again. One NDJSON object a step, medians over --repeat.

            例 Example:
              $ zssync-bench run V --count 58000 --repeat 3
            """)

    @Argument(help: "工作量 Workload: V.")
    var workload: Workload

    @Option(help: "条数 Number of rows.")
    var count = 58_000

    @Option(help: "次数 Runs; the median is printed.")
    var `repeat` = 3

    func validate() throws {
        guard (1...10_000_000).contains(count), (1...100).contains(`repeat`) else {
            throw ValidationError(
                "--count 应为 1 到 1 千万，--repeat 应为 1 到 100。"
                    + " --count must be 1 to 10000000, --repeat 1 to 100.")
        }
    }

    func run() throws {
        for step in try VisitWorkload(count: count).run(times: `repeat`) { print(step.line) }
    }
}
