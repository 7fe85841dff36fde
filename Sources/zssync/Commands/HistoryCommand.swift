import ArgumentParser
import CausalCore
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync history`: who changed what of a record, when and on which device.
struct HistoryCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "一条记录的修改历史。 Who changed a record, when, and what from what to what.",
        discussion: """
            按因果先后排列，删除的记录也有历史。时间是录入设备的时钟，可能不准。
            Causes come before effects; deleted records have their history too. Times are by the
            clocks of the devices, which may be wrong.

            例 Example:
              $ zssync history 06f8sw2t…
            """)

    @Argument(help: "记录编号。 The record's id.")
    var record: String
    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .reading)
        try await host.reading { replica in
            let (id, recordPlace, _) = try replica.place(record)
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
        let language = context.language(place)
        let titles = [
            Label(chinese: "时间", english: "when"), Label(chinese: "人员", english: "who"),
            Label(chinese: "设备", english: "device"), Label(chinese: "修改", english: "what"),
            Label(chinese: "说明", english: "why"),
        ].map { TableWriter.Column(title: $0.text(in: language)) }
        let rows = RowPrinter(context, format, columns: titles)
        let scope =
            stored.isPublished
            ? Scope.published(stored.site) : replica.scope(of: kind, site: stored.site)
        let history = try replica.history(of: stored)
        for change in history.changes {
            let device = try replica.store.feed(scope, change.dot.replica)?.device ?? ""
            let before = history.state(at: change.context)
            let isFirst = before.updated == nil
            let steps = HistoryStep.steps(
                of: change, before: before,
                kind: kind.form(isPublished: stored.isPublished))
            for step in steps {
                try rows.print(
                    step.members(change, record: stored.state.id, device: device),
                    cells: [
                        Words.moment(Timestamp.text(change.recordedAt)), change.actor,
                        (try? Registry.deviceLabel(device, replica)) ?? device,
                        step.sentence(kind: kind, language: language, isFirst: isFirst),
                        change.reason,
                    ])
            }
        }
        try rows.finish()
    }
}
