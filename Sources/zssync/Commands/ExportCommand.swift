import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync export`: the records of one kind for other programs.
struct ExportCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "导出一类记录。 Exports the records of one kind.",
        discussion: """
            个人信息默认遮盖；--reveal 显示，须用 --purpose 说明用途，并记入审计。
            写完才改成最终文件名，不会留下半个文件。给 Excel 用的 CSV 加 --bom。
            Personal values are masked unless --reveal with a --purpose, which is written to the
            audit log. The file appears only once it is whole. Excel needs --bom.

            例 Example:
              $ zssync export visit 探访.csv --bom --reveal --purpose 年度检查
            """)
    static var cleansUp: Bool { true }

    @Argument(help: "记录类型。 The kind.")
    var kind: String
    @Argument(help: "文件；不写则为标准输出。 The file; standard output without one.")
    var file: String?
    @Option(help: "文件格式，默认看扩展名。 The format; else by the file's extension.")
    var format: InputFormat?
    @Flag(help: "CSV 前加字节序标记，给 Excel 用。 A byte order mark for Excel.")
    var bom = false
    @Flag(help: "显示个人信息，并记入审计。 Show personal values; this is audited.")
    var reveal = false
    @Option(help: ArgumentHelp("用途。 What for.", valueName: "text"))
    var purpose: String?
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        guard !reveal || !(purpose ?? "").allSatisfy(\.isWhitespace) else {
            throw ValidationError("--reveal needs --purpose TEXT.")
        }
    }

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: reveal ? .writing : .reading)
        let kind = try host.kind(self.kind)
        if reveal {
            let actor = context.actor(self.actor, host)
            try await host.writing {
                try $0.store.audit(
                    actor: actor, action: "export --reveal",
                    detail: "\(kind.name): \(purpose ?? "")",
                    at: WallClock.now)
            }
        }
        let extensionFormat: InputFormat =
            (file ?? "").lowercased().hasSuffix(".csv") ? .csv : .ndjson
        let export = RecordExport(
            kind: kind, format: format ?? extensionFormat, isMasked: !reveal,
            style: bom ? .spreadsheet : .plain)
        let progress = ProgressLine(context, isQuiet: place.quiet || file == nil)
        defer { progress.clear() }
        guard let file else {
            _ = try await host.reading {
                try export.write($0, to: context.output, context.interruption, progress)
            }
            return
        }
        let path = context.absolute(file)
        let count = try await host.reading { replica in
            try OutputFile.write(path, name: file) { sink in
                let output = BufferedOutput(sink)
                let count = try export.write(replica, to: output, context.interruption, progress)
                try output.flush()
                return count
            }
        }
        progress.clear()
        context.say(
            Label(
                chinese: "已导出 \(count) 条到 \(file)。", english: "\(count) records are in \(file)."),
            place)
    }
}

/// Writes the records of one kind in one format.
struct RecordExport: Sendable {
    let kind: Kind
    let format: InputFormat
    let isMasked: Bool
    let style: CSVWriter.Style

    /// Writes all records of `kind`, and returns how many there were.
    func write(
        _ replica: Replica, to output: BufferedOutput, _ interruption: Interruption,
        _ progress: ProgressLine
    ) throws -> Int {
        let conflicts = try replica.store.openConflictCounts()
        let writer = RecordWriter(kind: kind, isMasked: isMasked, style: style)
        if format == .csv { try output.append { writer.appendHeader(to: &$0) } }
        var count = 0
        try replica.store.forEachRow(of: kind) { row in
            try interruption.check()
            let open = conflicts[row.id.text] ?? 0
            try output.append { letters in
                switch format {
                case .csv: writer.appendCSV(row, conflicts: open, to: &letters)
                case .ndjson: writer.appendJSON(row, conflicts: open, to: &letters)
                }
            }
            count += 1
            progress.show("导出 exported", count)
        }
        return count
    }
}
