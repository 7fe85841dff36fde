import ArgumentParser
import Foundation
import ProcessSimulation
import SimulationKit
import Synchronization

/// Runs seeds until one breaks a law.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "逐个种子模拟 Run seeds.",
        discussion: """
            每个种子是一座虚拟的城市和其中发生的一切；同一个种子总是同样的结果。最后在标准输出打印一行
            NDJSON；有错时退出码为 1，并在标准错误打印缩减后的情形。C 层用真实的 zssync 进程：做什么由种子
            决定，信号何时打断由机器决定；出错时保留数据目录。

            Each seed is a city and all that happens in it; the same seed, the same run. One NDJSON object
            comes on standard output at the end; where a law is broken, the exit code is 1 and the shrunk
            scenario comes on standard error. Tier C runs real zssync processes: what they do is the seed's,
            when a signal strikes them is the machine's; the directories of a failure are kept.

            例 Example: zssync-sim run --seeds 2000 --tier A
            """)

    @Option(help: "种子数 How many seeds.")
    var seeds = 100

    @Option(help: "第一个种子 The first seed.")
    var firstSeed: UInt64 = 0

    @Option(
        help: """
            层级：A 内存，S 同 A 但用 SQLite，B 会断电的磁盘，C 真实的进程
            Tier: A, in memory; S, as A over SQLite; B, disks whose power fails; C, real processes.
            """)
    var tier = TierOption.memory

    @Option(
        help: ArgumentHelp(
            "C 层运行的 zssync；默认与本程序同目录 What tier C runs; by default beside this program.",
            valueName: "zssync"))
    var program: String?

    @Option(help: "村数；默认 1 到 3 Villages; by default one to three.")
    var sites: Int?

    @Option(help: "每个种子的事件数 Events of each seed.")
    var events = 150

    @Option(help: "同时运行几个 How many at once; by default one a core.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard seeds > 0, events > 0, (1...64).contains(jobs),
            firstSeed <= UInt64.max - UInt64(seeds),
            sites.map({ (1...288).contains($0) }) ?? true
        else {
            throw ValidationError(
                "种子、事件至少 1，并行数 1 到 64，村 1 到 288，种子号不超过 64 位。"
                    + " At least one seed and event; 1 to 64 jobs; 1 to 288 villages; seeds of 64 bits."
            )
        }
        if tier == .processes, !FileManager.default.isExecutableFile(atPath: programPath) {
            throw ValidationError(
                "找不到 zssync：\(programPath)，用 --program 指明。"
                    + " There is no zssync at \(programPath); name it with --program.")
        }
    }

    func run() throws {
        let progress = Progress(seeds: seeds, every: tier == .processes ? 1 : 50)
        let begin = ContinuousClock.now
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: jobs) { lane in
            do { try run(lane, progress) } catch { failure.withLock { $0 = error } }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        let (summary, found) = progress.result
        if let found { try report(found) }
        let seldom = tier.simulated.map(summary.seldom) ?? ""
        if seeds >= 100, !seldom.isEmpty {
            FileHandle.standardError.write(
                Data("少于每百个种子一次 less than once in a hundred seeds:\n\(seldom)".utf8))
        }
        print(try summary.line(tier: tier, wallSeconds: elapsed))
        if found != nil { throw ExitCode(1) }
    }

    /// Every `jobs`-th seed, each lane over a template of its own.
    private func run(_ lane: Int, _ progress: Progress) throws {
        let template = try Template()
        for offset in stride(from: lane, to: seeds, by: jobs) {
            let seed = firstSeed + UInt64(offset)
            guard progress.goesOn(at: seed) else { return }
            progress.note(try outcome(of: seed, template), of: seed)
        }
    }

    private func outcome(of seed: UInt64, _ template: Template) throws -> Outcome {
        if let tier = tier.simulated {
            return try Simulation.run(scenario(of: seed, tier), template: template, tier: tier)
        }
        return try ProcessRun.run(
            ProcessRun.drawn(seed: seed, sites: sites, eventCount: events),
            program: programPath, in: FileManager.default.temporaryDirectory.path)
    }

    /// The `zssync` that tier C runs.
    private var programPath: String {
        if let program { return program }
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own ?? CommandLine.arguments[0])
            .deletingLastPathComponent().path + "/zssync"
    }

    private func scenario(of seed: UInt64, _ tier: Tier) -> Scenario {
        Scenario.drawn(seed: seed, sites: sites, eventCount: events, tier: tier)
    }

    private func report(_ found: Progress.Failure) throws {
        guard let tier = tier.simulated else {
            let text =
                "seed \(found.seed): \(found.violation)\n数据目录保留在 The directories are kept in:"
                + " \(found.kept ?? "")\n"
            return FileHandle.standardError.write(Data(text.utf8))
        }
        let scenario = scenario(of: found.seed, tier)
        let template = try Template()
        // Certificates are signed by chance, and a byte more of them can move a page of a file.
        guard
            try Simulation.run(scenario, template: template, tier: tier).violation
                == found.violation
        else {
            let text = "seed \(found.seed): \(found.violation)\n再次运行没有重现 It did not fail again.\n"
            return FileHandle.standardError.write(Data(text.utf8))
        }
        var shrinker = Shrinker(
            template: template, tier: tier, invariant: found.violation.invariant)
        let shrunk = try shrinker.shrink(scenario)
        FileHandle.standardError.write(
            Data("seed \(found.seed): \(found.violation)\n\(shrunk.literal)\n".utf8))
    }
}
