public import ArgumentParser
public import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync conflicts`: what waits for a person to decide.
struct ConflictsCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts",
        abstract: "列出需要人来决定的冲突。 Lists the conflicts that wait for a decision.",
        discussion: """
            冲突一直保留到有人处理；在每台设备上编号相同。两人改了不同字段的提示用 --class soft 查看。
            个人信息默认遮盖；--reveal 显示，并记入审计。
            A conflict stays until somebody settles it, under one id everywhere. Hints of two people
            at one record are listed with --class soft. Personal values are masked unless --reveal,
            which is written to the audit log.

            例 Example:
              $ zssync conflicts --site 442000001001 --exit-code
            """)

    /// Which conflicts are listed.
    enum State: String, CaseIterable, Sendable, ExpressibleByArgument {
        case open
        case resolved
        case all
    }

    @Option(help: "状态。 The state.")
    var state = State.open
    @Option(
        name: .customLong("class"), parsing: .singleValue,
        help: ArgumentHelp("只列这一类；可多次。 Only this class; may be repeated.", valueName: "class"))
    var classes: [ConflictClass] = []
    @Option(help: ArgumentHelp("只列此村（社区）的。 Only of this site.", valueName: "code"))
    var site: String?
    @Option(
        help: ArgumentHelp(
            "只列此后变化的；用上次打印的数字。 Only what moved since; the number printed last time.",
            valueName: "cursor"))
    var since: Int64 = 0
    @Flag(help: "有未处理的冲突时以 1 退出。 Exit with 1 where open conflicts are listed.")
    var exitCode = false
    @Flag(help: "显示个人信息，并记入审计。 Show personal values; this is audited.")
    var reveal = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        if since < 0 { throw ValidationError("--since must not be negative.") }
    }

    func run(in context: CommandContext) async throws {
        // To reveal is to write: to the audit log.
        let host = try context.host(place, for: reveal ? .writing : .reading)
        let (openCount, cursor) = try await host.reading { try print($0, context) }
        if reveal {
            let actor = context.actor(self.actor, host)
            try await host.writing {
                try $0.store.audit(
                    actor: actor, action: "conflicts --reveal",
                    detail: "state \(state.rawValue), site \(site ?? "*")", at: WallClock.now)
            }
        }
        try context.output.flush()
        context.say(
            Label(
                chinese: "下次从这里继续：--since \(cursor)",
                english: "To go on from here next time: --since \(cursor)"), place)
        if exitCode, openCount > 0 { throw ExitCode(ExitStatus.found.rawValue) }
    }

    private func print(_ replica: Replica, _ context: CommandContext) throws -> (Int, Int64) {
        let language = context.language(place)
        let site = try site.map { try replica.site(code: $0) }
        let names = try Registry.siteNames(replica)
        let rows = RowPrinter(context, format, columns: [])
        var openCount = 0
        let wanted = Set(classes.isEmpty ? ConflictClass.allCases.filter { $0 != .soft } : classes)
        for row in try replica.store.conflicts(onlyOpen: state == .open, since: since)
        where wanted.contains(row.conflictClass) && (site == nil || row.scope.site == site) {
            try context.interruption.check()
            let text = ConflictRowText(
                row: row, kind: replica.kinds[row.kind], language: language, isMasked: !reveal)
            let reports = try replica.reports(
                row, open: state != .resolved, resolved: state != .open)
            for report in reports {
                if report.isOpen { openCount += 1 }
                if rows.format == .table {
                    try context.output.write(text.lines(report, names))
                } else {
                    try rows.print(text.members(report), cells: [])
                }
            }
        }
        try rows.finish()
        if openCount == 0, rows.format == .table, state == .open {
            context.say(Label(chinese: "没有未处理的冲突。", english: "No open conflicts."), place)
        }
        return (openCount, try replica.store.lastArrival())
    }
}

extension ConflictClass: ExpressibleByArgument {}
