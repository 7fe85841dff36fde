import ArgumentParser
import RecordModel
import SyncAgent
import SyncEngine

/// `zssync hub revoke`: shuts a device out.
struct HubRevokeCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "停用一台设备，例如丢失的电脑。 Shuts a device out, such as a lost computer.",
        discussion: """
            中心和收到消息的设备都不再与它同步。它的变更以中心此刻已有的为准：别处多收到的
            会撤出，别人在其后写的内容重新写入，一条不丢。不能恢复；这台电脑要再用，请重新
            邀请加入。

            The hub, and every device that hears of it, refuses to sync with it. Of
            what it wrote counts what the hub holds now: what others had got beyond
            that is taken out, and what people had written upon it is written anew,
            so that nothing of theirs is lost. It is for good: to use that computer
            again, invite it anew.

            例 Example:
              $ zssync hub revoke 7xkeb2y6jemt4nzbwczcat2d8c --reason 电脑被盗
            """)

    @Argument(help: "设备编号，见 hub devices。 The device's id, as hub devices lists it.")
    var device: String
    @Option(help: ArgumentHelp("原因，人人可见。 Why; everybody reads it.", valueName: "text"))
    var reason: String = ""
    @Flag(
        help: """
            登记册里没有也停用：中心从备份恢复后用。 Also a device that is not in the registry, as after the
            hub was put back from a backup.
            """)
    var unregistered = false
    @OptionGroup var actor: ActorOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let actor = context.actor(self.actor, host)
        let counted = try await host.writing { replica in
            let isKnown = try replica.member(device) != nil
            guard isKnown || unregistered else { throw EngineError.noSuchDevice(device) }
            return try replica.revoke(device, actor: actor, reason: reason)
        }
        guard let counted else {
            return context.say(
                Label(
                    chinese: "设备 \(device) 早已停用。",
                    english: "Device \(device) was revoked before."), place)
        }
        context.say(
            Label(
                chinese: "设备 \(device) 已停用；它的 \(counted) 条变更有效，此后的不算数。其他设备下次同步时得知。",
                english:
                    "Device \(device) is revoked. \(counted) changes of it count, and none after those."
                    + " Other devices hear of it with their next sync."), place)
    }
}
