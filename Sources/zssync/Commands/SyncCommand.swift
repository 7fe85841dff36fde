import ArgumentParser
import DeviceIdentity
import RecordModel
import SyncAgent

/// `zssync sync`: one sync, or one after another.
struct SyncCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "与中心（或另一台设备）同步一次。 Syncs once with the hub or another device.",
        discussion: """
            断网时本机数据都在，稍后再试即可；中断后从断点继续。
            Whatever happens to the network all local work is kept; an interrupted sync goes on from
            where it was.

            例 Example:
              $ zssync sync
            """)

    @Option(help: ArgumentHelp("另一台设备的地址。 The address of another device.", valueName: "url"))
    var peer: PeerAddress?
    @Flag(help: "持续同步，直到 Ctrl-C。 Keep syncing until Ctrl-C.")
    var watch = false
    /// Between two syncs of `--watch`: what a person would wait for news.
    private static let pause = Duration.seconds(10)

    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let target = peer.map { SyncTarget.peer($0) } ?? .hub
        let isQuiet = place.quiet
        let rows = RowPrinter(
            context, format, columns: SyncSentences.columns(context.language(place)))
        while true {
            do {
                let progress = ProgressLine(context, isQuiet: isQuiet)
                let language = context.language(place)
                defer { progress.clear() }
                let summary = try await Synchronizer.sync(host, with: target) { step in
                    let (text, done, total) = step.sentence(in: language)
                    progress.show(text, done, of: total)
                }
                progress.clear()
                for notice in summary.notices { context.sayAlways(notice) }
                try rows.print(
                    SyncSentences.members(summary), cells: SyncSentences.cells(summary, language))
                if rows.format == .table { try rows.finish() }
                try context.output.flush()
            } catch  where watch && CommandFailure(error).status == .unreachable {
                // Offline is normal; the next try is soon.
                context.say(
                    Label(chinese: "连不上，稍后再试。", english: "Not reachable; trying again."), place)
            }
            guard watch else { return }
            try context.interruption.check()
            try await Task.sleep(for: Self.pause)
        }
    }
}
