import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync status`: what is saved here and what has reached the hub.
struct StatusCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "本机保存了什么，哪些已到中心。 What is saved here and what has reached the hub.",
        discussion: """
            离线是正常状态：数据都在本机，有网时再送。
            To be offline is normal: all is saved here and sent when there is a network.

            例 Example:
              $ zssync status
            """)

    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .reading)
        let status = try await host.reading { try ReplicaStatus($0) }
        let language = context.language(place)
        // A list of sentences has no header.
        let printer = RowPrinter(context, format, columns: [])
        guard printer.format == .table else {
            return try printer.print(status.members, cells: [])
        }
        let lines = status.lines(language)
        let width = lines.map { DisplayWidth.of($0.0) }.max() ?? 0
        for (title, text) in lines {
            try context.output.write(
                DisplayWidth.fitted(title, to: width) + "  " + DisplayWidth.harmless(text) + "\n")
        }
    }
}
