import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync erase`: forgets a record for good, everywhere.
struct EraseCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "永久抹除一条记录的内容，各处同步后都不再保留。 Erases a record for good, everywhere.",
        discussion: """
            只能在中心运行，不能撤销。记录的全部历史内容被清除，只留下校验值，签名仍然对得上；
            没有收到抹除命令的设备下次同步时照办，之后再写到这条记录的内容也不保留。
            依据（--reason）人人可见，不要写姓名和号码。

            Only at the hub, and for good. All that was ever written to the record
            is removed; digests stay, so that every signature still verifies. Other
            replicas follow with their next sync, and what is written to the record
            later is not kept either. Everybody reads the grounds (--reason): no
            names, no numbers.

            例 Example:
              $ zssync erase 06f8sw2t… --referring --reason 本人申请删除
            """)

    @Argument(help: "记录编号。 The record's id.")
    var record: String
    @Option(help: ArgumentHelp("依据。 On what grounds.", valueName: "text"))
    var reason: String
    @Flag(help: "连同提到它的记录，例如对此人的探访。 Also the records that refer to it, as visits do.")
    var referring = false
    @Option(
        help: ArgumentHelp(
            "村（社区）代码；中心没有这条记录时用。 Its site, where the hub holds nothing of it.",
            valueName: "code"))
    var site: String?
    @OptionGroup var actor: ActorOption
    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func validate() throws {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("请写明依据 --reason。 Say on what grounds with --reason.")
        }
        guard site == nil || !referring else {
            throw ValidationError(
                "--site 和 --referring 不能一起用。 --site and --referring exclude each other.")
        }
    }

    /// One record that was erased.
    private struct Row {
        let record: PlacedRecord
        let siteName: String
        let changes: Int
    }

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let actor = context.actor(self.actor, host)
        let (rows, others) = try await host.writing { replica in
            guard replica.permission(for: .control) == .write else {
                throw EngineError.notPermitted(.control)
            }
            let targets = try targets(in: replica)
            let names = try Registry.siteNames(replica)
            let rows = try targets.erased.map { target in
                let site = target.place.site
                return Row(
                    record: target, siteName: names[site.text] ?? site.text,
                    changes: try replica.erase(target.id, of: site, actor: actor, reason: reason))
            }
            return (rows, targets.left)
        }
        try print(rows, host.kinds, context)
        if others > 0 {
            context.say(
                Label(
                    chinese: "另有 \(others) 条记录提到它，没有抹除；要一并抹除，请逐条运行，或下次加 --referring。",
                    english:
                        "\(others) other records refer to it and were not erased. Erase them one by"
                        + " one; next time add --referring."), place)
        }
        context.say(
            Label(
                chinese: "已在本机抹除，其他副本下次同步时抹除。",
                english: "Erased here; other replicas follow with their next sync."), place)
    }

    /// What is to be erased, and how many records that refer to it are left.
    private func targets(in replica: Replica) throws -> (erased: [PlacedRecord], left: Int) {
        if let site {
            guard let id = RecordID(record) else { throw EngineError.noSuchRecord(record) }
            let place = RecordPlace(
                kind: "", site: try replica.site(code: site), isPublished: false)
            return ([PlacedRecord(id: id, place: place)], 0)
        }
        let (id, place, _) = try replica.place(record)
        guard place.site != .hub else { throw EngineError.noSuchRecord(record) }
        let target = PlacedRecord(id: id, place: place)
        let others = try replica.referring(to: target)
        return referring ? ([target] + others, 0) : ([target], others.count)
    }

    private func print(
        _ rows: [Row], _ kinds: KindCatalogue, _ context: CommandContext
    ) throws {
        let language = context.language(place)
        let titles = [
            Label(chinese: "记录", english: "record"), Label(chinese: "类型", english: "kind"),
            Words.site, Label(chinese: "变更", english: "changes"),
        ].enumerated().map {
            TableWriter.Column(title: $0.element.text(in: language), isWhole: $0.offset == 0)
        }
        let printer = RowPrinter(context, format, columns: titles)
        for row in rows {
            let (id, kind) = (row.record.id.text, row.record.place.kind)
            try printer.print(
                [
                    .init("record", .text(id)),
                    .init("kind", kind.isEmpty ? .null : .text(kind)),
                    .init("site", .text(row.record.place.site.text)),
                    .init("changes", .integer(row.changes)),
                ],
                cells: [
                    id, kinds[kind]?.label.text(in: language) ?? kind, row.siteName,
                    "\(row.changes)",
                ])
        }
        try printer.finish()
    }
}
