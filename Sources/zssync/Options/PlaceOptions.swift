public import ArgumentParser
public import RecordModel

/// Options that every command takes.
struct PlaceOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("数据目录。 The data directory; else $ZSSYNC_DATA.", valueName: "dir"))
    var data: String?

    @Option(help: "表格和提示的语言。 The language of tables and messages: zh or en; else $LANG.")
    var lang: Language?

    @Flag(help: "不显示提示和进度。 No messages and no progress.")
    var quiet = false
}

extension Language: ExpressibleByArgument {}

/// How rows are printed.
struct FormatOption: ParsableArguments, Sendable {
    @Option(help: "行的格式。 How rows are printed: table on a terminal, else ndjson.")
    var format: RowFormat?
}

/// In whose name something is saved.
struct ActorOption: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "以谁的名义保存。 In whose name; else $ZSSYNC_ACTOR, else the device's label.",
            valueName: "name"))
    var actor: String?
}

/// The formats of rows.
enum RowFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Aligned columns for people.
    case table
    /// One JSON object a line.
    case ndjson
    /// Comma-separated, with a header.
    case csv
}
