import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync list`: the records of one kind.
struct ListCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "列出一类记录。 Lists the records of one kind.",
        discussion: """
            按编号（登记先后）排列。▲ 表示有未处理的冲突。
            In order of id, which is the order of making. ▲ marks open conflicts.

            例 Example:
              $ zssync list person --where risk_level=high --search 陈
            """)

    @Argument(help: "记录类型。 The kind.")
    var kind: String
    @Option(
        name: .customLong("where"), parsing: .singleValue,
        help: ArgumentHelp(
            "只列字段等于此值的；可多次。 Only records with this value; may be repeated.",
            valueName: "field=value"))
    var conditions: [String] = []
    @Option(help: ArgumentHelp("只列含有此文字的。 Only records that hold this text.", valueName: "text"))
    var search: String?
    @Option(help: ArgumentHelp("只列此村（社区）的。 Only records of this site.", valueName: "code"))
    var site: String?
    @Option(help: ArgumentHelp("最多几条。 At most so many.", valueName: "n"))
    var limit: Int?
    @Option(help: ArgumentHelp("先跳过几条。 Pass over so many first.", valueName: "n"))
    var offset: Int = 0
    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must not be negative.") }
        if offset < 0 { throw ValidationError("--offset must not be negative.") }
    }

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .reading)
        let kind = try host.kind(self.kind)
        let equals = try FieldAssignments(
            kind: kind, today: Day(millisecondsSince1970: WallClock.now)
        ).values(conditions)
        try await host.reading { replica in
            let query = RecordQuery(
                site: try site.map { try replica.site(code: $0) }, equals: equals, search: search,
                limit: limit, offset: offset)
            try RecordListing(kind: kind, context: context, place: place, format: format)
                .print(query, replica)
        }
    }
}

/// Prints the records that fit a query.
struct RecordListing {
    let kind: Kind
    let context: CommandContext
    let place: PlaceOptions
    let format: FormatOption

    func print(_ query: RecordQuery, _ replica: Replica) throws {
        let conflicts = try replica.store.openConflictCounts()
        let language = context.language(place)
        let isOfManySites =
            replica.identity.isHub || replica.identity.roles.contains(.townReviewer)
        let table = RecordTable(
            kind: kind, language: language,
            siteNames: isOfManySites && query.site == nil
                ? try Registry.siteNames(replica) : nil)
        let rows = RowPrinter(context, format, columns: table.columns(language))
        let writer = RecordWriter(kind: kind)
        if rows.format == .csv { try context.output.append { writer.appendHeader(to: &$0) } }
        var count = 0
        try replica.store.forEachRow(of: kind, query) { row in
            try context.interruption.check()
            count += 1
            let open = conflicts[row.id.text] ?? 0
            switch rows.format {
            case .table: try rows.print([], cells: table.cells(row, conflicts: open))
            case .ndjson:
                try context.output.append { writer.appendJSON(row, conflicts: open, to: &$0) }
            case .csv:
                try context.output.append { writer.appendCSV(row, conflicts: open, to: &$0) }
            }
        }
        try rows.finish()
        if count == 0, rows.format == .table {
            context.say(
                Label(
                    chinese: "没有符合的\(kind.label.chinese)。", english: "No \(kind.name) fits."),
                place)
        }
    }
}
