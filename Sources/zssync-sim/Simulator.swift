import ArgumentParser

/// Runs the whole product in virtual time, against every fault that can be drawn from a seed.
@main
struct Simulator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zssync-sim",
        abstract: "模拟：虚拟时间、各种故障 Simulation in virtual time, with every fault.",
        subcommands: [RunCommand.self, BankCommand.self])
}
