import ArgumentParser
import RecordModel
import SyncAgent
import SyncEngine

/// `zssync verify`: whether the log and the tables are what they should be.
struct VerifyCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "检查全部数据是否完好。 Checks that all data is intact.",
        discussion: """
            检查整个变更日志的校验链、签名和因果，再比较表格与日志；有损坏时以 1 退出。
            --rebuild 按日志重建表格。
            Checks every chain, signature and cause in the log, then the tables against it; exits
            with 1 on damage. --rebuild makes the tables anew from the log.

            例 Example:
              $ zssync verify
            """)

    @Flag(help: "按日志重建表格。 Make the tables anew from the log.")
    var rebuild = false
    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: rebuild ? .writing : .reading)
        let progress = ProgressLine(context, isQuiet: place.quiet)
        let found = try await offLoop {
            try host.verify(rebuild: rebuild) { progress.show("检查 checked", $0) }
        }
        progress.clear()
        try print(found, context)
        try context.output.flush()
        for sentence in found.damage { context.sayAlways(sentence) }
        if found.damage.isEmpty {
            context.say(
                Label(
                    chinese: "完好：\(found.changes) 条变更、\(found.checkpoints) 个签名都对得上。",
                    english: "Intact: \(found.changes) changes and \(found.checkpoints) signatures"
                        + " are what they should be."), place)
        } else {
            context.sayAlways(
                "发现 \(found.damage.count) 处损坏。表格可用 --rebuild 重建；日志损坏请从中心重新取得。"
                    + " Found \(found.damage.count) damage(s). --rebuild mends tables; for the log,"
                    + " fetch from the hub again.")
            throw ExitCode(ExitStatus.found.rawValue)
        }
    }

    private func print(_ found: Verification, _ context: CommandContext) throws {
        let language = context.language(place)
        let rows = RowPrinter(
            context, format,
            columns: [
                TableWriter.Column(
                    title: Label(chinese: "范围", english: "scope").text(in: language),
                    isWhole: true),
                TableWriter.Column(
                    title: Label(chinese: "状态摘要", english: "state digest").text(in: language)),
            ])
        for (scope, digest) in found.digests.sorted(by: { $0.key < $1.key }) {
            try rows.print(
                [.init("scope", .text(scope.text)), .init("state_digest", .text(digest))],
                cells: [scope.text, digest])
        }
        try rows.finish()
    }
}
