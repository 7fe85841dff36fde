import ArgumentParser
import RecordModel
import SyncAgent
import SyncEngine

/// `zssync import`: many records from a file.
struct ImportCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "从 CSV 或 NDJSON 文件导入记录。 Imports records from CSV or NDJSON.",
        discussion: """
            有一行不对就一行也不保存（除非 --partial）。表头用字段名或中文名；有 id 的行，已有的
            记录会被修改。导入完成之前，本机的其他保存要等待。
            If one row is wrong none is stored, unless --partial. A row with the id of a record that
            is here edits it. Until an import is done, other saves on this device wait.

            例 Example:
              $ zssync import visit visits.csv --dry-run
            """)

    @Argument(help: "记录类型。 The kind.")
    var kind: String
    @Argument(help: "文件，- 为标准输入。 The file; - for standard input.")
    var file: String
    @Flag(help: "只检查，不保存。 Check only; store nothing.")
    var dryRun = false
    @Flag(help: "跳过有错的行。 Leave out the rows that are wrong.")
    var partial = false
    @Option(help: "文件格式，默认看扩展名。 The format; else by the file's extension.")
    var inputFormat: InputFormat?
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let kind = try host.kind(self.kind)
        let importer = RecordImport(
            kind: kind, host: host, actor: context.actor(actor, host), context: context,
            isQuiet: place.quiet)
        let outcome = try await offLoop {
            let file = try InputFile(self.file, in: context)
            let format = try inputFormat ?? InputFormat.of(self.file, file)
            return try importer.run(
                RecordRows(file: file, format: format, kind: kind), isDryRun: dryRun,
                isPartial: partial)
        }
        try context.output.append { letters in
            Document.object(outcome.members).append(to: &letters)
            letters.append(10)
        }
        if dryRun {
            context.say(
                Label(chinese: "检查通过，没有保存。", english: "All is well; nothing was stored."), place)
        }
        if outcome.skipped > 0 {
            context.say(
                Label(
                    chinese: "保存了 \(outcome.rows) 行，跳过有错的 \(outcome.skipped) 行。",
                    english: "\(outcome.rows) rows were stored; \(outcome.skipped) were left out."),
                place)
            throw ExitCode(ExitStatus.input.rawValue)
        }
    }
}

/// The formats of files of records.
enum InputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    case csv
    case ndjson

    /// The format that the extension of `path` names, else that the first letter gives away.
    static func of(_ path: String, _ file: InputFile) throws -> InputFormat {
        let lower = path.lowercased()
        if lower.hasSuffix(".csv") { return .csv }
        if [".ndjson", ".jsonl", ".json"].contains(where: lower.hasSuffix) { return .ndjson }
        var first: UInt8?
        try file.forEachPiece { piece in
            if first == nil { first = piece.first { $0 > 32 && $0 < 0x80 } }
        }
        return first == UInt8(ascii: "{") ? .ndjson : .csv
    }
}
