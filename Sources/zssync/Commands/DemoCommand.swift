import ArgumentParser
import Foundation
import RecordModel
import SyncAgent

/// `zssync demo`: everything on this machine, in a minute.
struct DemoCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "在本机演示：一个中心、几个节点、一次冲突。 A hub, nodes and a conflict, here.",
        discussion: """
            全部在临时目录里，结束时删除。没有 --once 时保持运行，可在另一个窗口照着命令试。
            Everything is in a temporary directory that is removed at the end. Without --once it stays
            up, so that the commands can be tried in another window.

            例 Example:
              $ zssync demo --once
            """)

    @Option(help: ArgumentHelp("几个村（社区）。 How many sites.", valueName: "n"))
    var sites: Int = 2
    @Flag(help: "演示完就结束。 End after the story.")
    var once = false
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        guard (1...20).contains(sites) else {
            throw ValidationError("--sites must be from 1 to 20.")
        }
    }

    func run(in context: CommandContext) async throws {
        if context.running != nil { _ = try context.directoryAlone(place) }
        let folder = try Self.makeFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let typist = Typist(context: context, language: context.language(place))
        try await Demonstration(
            context: context, typist: typist, folder: folder, siteCount: sites, isOnce: once
        ).run()
        try typist.say("演示结束，临时目录已删除。", "The end; the temporary directory is removed.")
    }

    private static func makeFolder() throws -> String {
        var template = Array((NSTemporaryDirectory() + "zssync-demo-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileFailure.writing(NSTemporaryDirectory(), errno)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
