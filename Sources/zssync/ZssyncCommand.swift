import ArgumentParser

/// `zssync` itself: the list of its commands.
struct ZssyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zssync",
        abstract: "村（社区）数据采集，先存本机，有网再同步。 Collects village data offline first.",
        discussion: """
            每条命令都有 --help。数据目录用 --data 或 ZSSYNC_DATA 指定。
            Every command has --help. The data directory is --data, else $ZSSYNC_DATA.

            例 Example:
              $ zssync add person name=陈秀英 --data ~/village
            """,
        version: "zssync 1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "记录 Records:",
                subcommands: [
                    AddCommand.self, SetCommand.self, DeleteCommand.self, ShowCommand.self,
                    ListCommand.self, HistoryCommand.self, ImportCommand.self,
                    ExportCommand.self,
                ]),
            CommandGroup(
                name: "冲突 Conflicts:",
                subcommands: [ConflictsCommand.self, ResolveCommand.self]),
            CommandGroup(
                name: "同步 Sync:",
                subcommands: [
                    JoinCommand.self, SyncCommand.self, NodeCommand.self, OpenCommand.self,
                    ServeCommand.self, HubCommand.self, DemoCommand.self,
                ]),
            CommandGroup(
                name: "数据目录 Data directory:",
                subcommands: [StatusCommand.self, VerifyCommand.self, EraseCommand.self]),
        ])
}

/// One command of `zssync`.
protocol Subcommand: AsyncParsableCommand, Sendable {
    /// Whether the command tidies up after itself when it is interrupted.
    static var cleansUp: Bool { get }

    /// Does it.
    func run(in context: CommandContext) async throws
}

extension Subcommand {
    static var cleansUp: Bool { false }
}
