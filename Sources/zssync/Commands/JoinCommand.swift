import ArgumentParser
import DeviceIdentity
import RecordModel
import SyncAgent
import SyncEngine

/// `zssync join`: makes a data directory a node.
struct JoinCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "join",
        abstract: "用接入码加入中心，并第一次同步。 Joins a hub with a token, then syncs.",
        discussion: """
            接入码由中心的 zssync hub invite 给出，只能用一次。写 - 则从标准输入读。
            The token comes from zssync hub invite and works once. - reads it from standard input.

            例 Example:
              $ zssync join zs1-… --data ~/village
            """)

    @Argument(help: "接入码。 The token.")
    var token: String
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let directory = try context.directoryAlone(place)
        var text = token
        if text == "-" {
            text = String(
                decoding: try InputFile.bytes(
                    of: "-", in: context, bytesMax: JoinToken.textLengthMax), as: UTF8.self)
        }
        let host = try await Joining.join(try JoinToken(text), in: directory)
        context.say(
            Label(
                chinese: "已加入：\(host.identity.label)（\(host.identity.device.text)）。",
                english: "Joined as \(host.identity.label) (\(host.identity.device.text))."), place)
        let progress = ProgressLine(context, isQuiet: place.quiet)
        let language = context.language(place)
        defer { progress.clear() }
        do {
            let summary = try await Synchronizer.sync(host, with: .hub) { step in
                let (text, done, total) = step.sentence(in: language)
                progress.show(text, done, of: total)
            }
            progress.clear()
            for notice in summary.notices { context.sayAlways(notice) }
            context.say(
                Label(
                    chinese: "第一次同步完成，收到 \(summary.received) 条变更。下一步：zssync node",
                    english: "The first sync brought \(summary.received) changes."
                        + " Next: zssync node"), place)
        } catch {
            progress.clear()
            let failure = CommandFailure(error)
            context.sayAlways(
                "已经加入，但第一次同步没有完成；请稍后运行 zssync sync，接入码不必再用。"
                    + " Joined, but the first sync did not finish. Run zssync sync later; the token"
                    + " is not needed again.")
            throw failure
        }
    }
}
