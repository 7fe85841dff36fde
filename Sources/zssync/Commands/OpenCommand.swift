import ArgumentParser
import LocalWeb
import RecordModel
import SyncAgent

/// `zssync open`: a fresh link to the running node's page.
struct OpenCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "打印一个打开网页的一次性链接。 Prints a one-time link to the page.",
        discussion: """
            zssync node --web 正在运行时使用。链接只在这台电脑上有效，用一次，十五分钟内打开。
            For use while zssync node --web runs. The link works on this computer, once, within a
            quarter of an hour.

            例 Example:
              $ xdg-open "$(zssync open)"
            """)

    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        // Only the process that serves the page can make a link to it.
        if context.running == nil { _ = try context.host(place, for: .writing) }
        guard let link = context.sessions?.makeLink() else {
            throw CommandFailure(
                .unreachable, "这个数据目录没有打开网页；请先运行 zssync node --web 127.0.0.1:7288。",
                "No page is served for this data directory. Run zssync node --web 127.0.0.1:7288.")
        }
        try context.output.write(link + "\n")
    }
}
