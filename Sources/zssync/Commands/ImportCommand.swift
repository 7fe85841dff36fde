public import ArgumentParser
import RecordModel
public import SyncAgent
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
        let progress = ProgressLine(context, isQuiet: place.quiet)
        let importer = RecordImport(
            kind: kind, host: host, actor: context.actor(actor, host),
            check: { try context.interruption.check() },
            progress: { progress.show("导入 imported", $0) })
        let outcome = try await offLoop {
            defer { progress.clear() }
            return try run(importer, kind, context, progress)
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

    /// Imports the file, and says what is wrong with the rows that were left out.
    private func run(
        _ importer: RecordImport, _ kind: Kind, _ context: CommandContext, _ progress: ProgressLine
    ) throws -> RecordImport.Outcome {
        let file = try InputFile(self.file, in: context)
        let format = try inputFormat ?? InputFormat.of(self.file, file)
        do {
            let outcome = try importer.run(
                RecordRows(source: file, format: format, kind: kind), isDryRun: dryRun,
                isPartial: partial)
            if let leftOut = outcome.leftOut {
                progress.clear()
                context.sayAlways(CommandFailure(leftOut, file: file.name).sentence)
            }
            return outcome
        } catch let failure as ImportFailure {
            throw CommandFailure(failure, file: file.name)
        }
    }
}

extension InputFormat: ExpressibleByArgument {}
