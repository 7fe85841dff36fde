import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync set`: an edit.
struct SetCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "修改一条记录。 Edits a record.",
        discussion: """
            只写要改的字段；“字段=”清空。--base 用 show 给出的 base，说明修改时看到的是哪一版：
            之后别人又改过的字段不会被悄悄盖掉，会成为冲突。
            Name only what changes; field= empties one. With --base, the token that show prints, what
            others changed since is not overwritten but becomes a conflict.

            例 Example:
              $ zssync set 06f8sw2t… phone=13800138001 --reason 换号
            """)

    @Argument(help: "记录编号。 The record's id.")
    var record: String
    @OptionGroup var draft: DraftInput
    @Option(help: ArgumentHelp("修改时看到的版本。 What the author had seen.", valueName: "token"))
    var base: String?
    @Option(help: ArgumentHelp("说明。 Why.", valueName: "text"))
    var reason: String = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let actor = context.actor(self.actor, host)
        let (id, recordPlace, isDeleted) = try await host.reading { try $0.place(record) }
        guard !isDeleted || base != nil else { throw EditFailure.deleted(id) }
        let kind = try host.kind(recordPlace.kind)
        let content = try await offLoop { try draft.values(kind: kind, in: context) }
        let change = try await host.writing { replica in
            try replica.edit(
                Draft(
                    kind: kind.name, record: id, values: content.values, base: base,
                    actor: actor, reason: reason),
                of: recordPlace, id)
        }
        if change == nil {
            context.say(
                Label(chinese: "内容没有变化，没有保存新的修改。", english: "Nothing differs; nothing was saved."),
                place)
        }
    }
}

/// Why a record cannot be edited.
enum EditFailure {
    static func deleted(_ id: RecordID) -> CommandFailure {
        CommandFailure(
            .missing, "记录 \(id) 已被删除，未保存；谁在何时删除见 zssync history。",
            "The record \(id) was deleted; nothing was stored. See zssync history.")
    }
}
