import ArgumentParser
import SyncAgent
import SyncEngine

/// `zssync delete`: takes a record out of the lists; its history stays.
struct DeleteCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "删除一条记录，历史保留。 Deletes a record; its history stays.",
        discussion: """
            若别人同时修改了它，会成为冲突，不会悄悄消失。
            Where somebody edited it meanwhile that is a conflict; it does not vanish.

            例 Example:
              $ zssync delete 06f8sw2t… --reason 重复登记
            """)

    @Argument(help: "记录编号。 The record's id.")
    var record: String
    @Option(help: ArgumentHelp("删除时看到的版本。 What the author had seen.", valueName: "token"))
    var base: String?
    @Option(help: ArgumentHelp("说明。 Why.", valueName: "text"))
    var reason: String = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let actor = context.actor(self.actor, host)
        _ = try await host.writing { replica in
            let (id, place, isDeleted) = try replica.place(record)
            guard !isDeleted || base != nil else { throw EditFailure.deleted(id) }
            return try replica.delete(id, at: place, base: base, actor: actor, reason: reason)
        }
    }
}
