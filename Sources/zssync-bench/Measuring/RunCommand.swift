import ArgumentParser

/// Measures workloads against plain SQLite in the same run.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "测量（与同一次运行中的纯 SQLite 比较）。 Measures against plain SQLite in one run.",
        discussion: """
            V  visits: saved 1,000 a transaction; handed over as signed segments and merged into an \
            empty replica; handed over again
            U  two fields of each of --count records, saved 1,000 a transaction, and merged elsewhere
            M  two replicas change --count of 5.8 times as many records, a tenth of them the same
            B  a new device and a second hub get --count changes from a hub, over TLS; a device idles
            N  nothing to do, over --count scopes
            W  bytes by kind of traffic; the floor is gzip -6 of the same rows as CSV
            R  conflict report over --count records, one of a hundred in conflict
            S  saves, a durable commit each; p50 and p99 are single saves
            P  the clerk's page over --count visits: 20 requests a step, from request to the last byte
            storm  --count villages with 200 saves each sync at once

            One NDJSON object a step: medians over --repeat, plain SQLite and zssync taking turns.

            例 Example:
              $ zssync-bench run V --count 58000 --repeat 3
            """)

    @Argument(help: "工作量 Workload: V, U, M, B, N, W, R, S, P, storm, all.")
    var workload: String

    @Option(help: "条数；默认随工作量 Number of rows; the default depends on the workload.")
    var count: Int?

    @Option(help: "次数 Runs; the median is printed.")
    var `repeat` = 3

    private var workloads: [Workload] {
        workload == "all" ? Workload.allCases : Workload(rawValue: workload).map { [$0] } ?? []
    }

    func validate() throws {
        guard !workloads.isEmpty else {
            throw ValidationError(
                "没有工作量 \(workload)：可用 V U M B N W R S P storm all。"
                    + " No workload \(workload): V U M B N W R S P storm all.")
        }
        guard (10...10_000_000).contains(count ?? 10), (1...100).contains(`repeat`) else {
            throw ValidationError(
                "--count 应为 10 到 1 千万，--repeat 应为 1 到 100。"
                    + " --count must be 10 to 10000000, --repeat 1 to 100.")
        }
    }

    func run() async throws {
        for workload in workloads {
            let steps = try await workload.medians(
                count: count ?? workload.countDefault, times: `repeat`)
            for step in steps { print(step.line) }
        }
    }
}
