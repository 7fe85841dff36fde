import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync add`: a new record.
struct AddCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "登记一条新记录，打印它的编号。 Adds a record and prints its id.",
        discussion: """
            先存本机，有网时再同步；没有网也能用。在中心登记时用 --site 指明村（社区）。
            Saved on this device first and synced when there is a network.

            例 Example:
              $ zssync add person name=陈秀英 categories='独居;高龄' phone=13800138000
            """)

    @Argument(help: "记录类型，如 person、visit。 The kind, such as person or visit.")
    var kind: String
    @OptionGroup var draft: DraftInput
    @Option(help: ArgumentHelp("村（社区）代码。 The code of the site.", valueName: "code"))
    var site: String?
    @Option(help: ArgumentHelp("说明。 Why.", valueName: "text"))
    var reason: String = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let kind = try host.kind(self.kind)
        let content = try await offLoop { try draft.values(kind: kind, in: context) }
        let actor = context.actor(self.actor, host)
        let id = try await host.writing { replica in
            if let id = content.id, try replica.store.place(of: id, among: replica.kinds) != nil {
                throw CommandFailure(
                    .input, "编号 \(id) 已有记录，未保存；修改请用 zssync set。",
                    "There is a record \(id) already; nothing was stored. Use zssync set.")
            }
            return try replica.add(
                Draft(
                    kind: kind.name, record: content.id,
                    site: try replica.siteForNew(kind, code: site ?? content.site?.text),
                    values: content.values, actor: actor, reason: reason))
        }
        try context.output.write(id.text + "\n")
    }
}
