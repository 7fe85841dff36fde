import ArgumentParser

/// Makes and measures workloads; see the design's performance targets.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zssync-bench",
        abstract: "生成测试数据并测量性能。 Makes sample records and measures.",
        subcommands: [GenerateCommand.self, RunCommand.self])
}
