import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync show`: one record in full.
struct ShowCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "显示一条记录的全部内容。 Shows one record in full.",
        discussion: """
            也显示它是否已到中心、有没有冲突。ndjson 里的 base 供 set --base 使用。
            Also whether it has reached the hub, and its conflicts. In ndjson, base is what
            set --base takes.

            例 Example:
              $ zssync show 06f8sw2t… --format ndjson | jq -r .base
            """)

    @Argument(help: "记录编号。 The record's id.")
    var record: String
    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .reading)
        try await host.reading { replica in
            let (id, recordPlace, isDeleted) = try replica.place(record)
            guard !isDeleted else {
                throw CommandFailure(
                    .missing, "记录 \(id) 已被删除；谁在何时删除见 zssync history。",
                    "The record \(id) was deleted. See zssync history.")
            }
            let kind = try host.kind(recordPlace.kind)
            guard
                let stored = try replica.store.record(
                    id, kindName: kind.name, kind: kind, site: recordPlace.site,
                    isPublished: recordPlace.isPublished)
            else { throw EngineError.noSuchRecord(id.text) }
            try print(stored, kind, replica, context)
        }
    }

    private func print(
        _ stored: StoredRecord, _ kind: Kind, _ replica: Replica, _ context: CommandContext
    ) throws {
        let row = RecordRow(stored, kind)
        let scope = replica.scope(of: kind, site: stored.site)
        let held = stored.isPublished ? Scope.published(stored.site) : scope
        let conflicts = try replica.store.conflicts(of: row.id, in: held)
            .filter { $0.isOpen && $0.conflictClass != .soft }
        let writer = RecordWriter(kind: kind)
        switch RowPrinter(context, format, columns: []).format {
        case .csv:
            try context.output.append { letters in
                writer.appendHeader(to: &letters)
                writer.appendCSV(row, conflicts: conflicts.count, to: &letters)
            }
        case .ndjson:
            let base = try replica.baseToken(of: held)
            try context.output.append {
                writer.appendJSON(row, conflicts: conflicts.count, base: base, to: &$0)
            }
        case .table:
            let sheet = RecordSheet(kind: kind, language: context.language(place))
            try context.output.write(try sheet.text(row, stored, conflicts, replica))
        }
    }
}
