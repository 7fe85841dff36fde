public import ArgumentParser
import DeviceIdentity
import HubServer
public import RecordModel
import SyncAgent

/// `zssync hub invite`: lets one device join.
struct HubInviteCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "为一台设备生成一次性的接入码。 Prints a single-use token for one device.",
        discussion: """
            把打印的一行交给设备，在设备上运行 zssync join。角色：clerk（村务员）、worker（社工）、
            reviewer（审核）、seal_keeper（印章保管）、town_reviewer（镇街审核）。
            Hand the line to the device, which runs zssync join with it.

            例 Example:
              $ zssync hub invite --site 442000001001 --role clerk --label 前台电脑 --ttl 3d
            """)

    @Option(help: ArgumentHelp("村（社区）代码。 The code of the site.", valueName: "code"))
    var site: String
    @Option(
        name: .customLong("role"), parsing: .singleValue,
        help: ArgumentHelp("角色；可多次，默认 clerk。 The role; may be repeated.", valueName: "role"))
    var roles: [Role] = []
    @Option(help: ArgumentHelp("设备叫什么。 What people call the device.", valueName: "text"))
    var label: String = ""
    @Option(help: ArgumentHelp("有效期：30m、12h、7d。 How long it is valid.", valueName: "time"))
    var ttl: Lifetime = Lifetime(seconds: 7 * 86_400)
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        if roles.contains(.hub) { throw ValidationError("No device can have the role hub.") }
    }

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .writing)
        let token = try await offLoop {
            try Hub.invite(
                host, site: site, roles: roles, label: label, ttlSeconds: ttl.seconds)
        }
        try context.output.write(token.text + "\n")
    }
}

extension Role: ExpressibleByArgument {}

/// How long a token is valid: `30m`, `12h`, `7d`.
struct Lifetime: Hashable, Sendable, ExpressibleByArgument {
    let seconds: Int

    init(seconds: Int) {
        self.seconds = seconds
    }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            count > 0, count <= Hub.ttlSecondsMax / unit
        else { return nil }
        seconds = count * unit
    }

    var defaultValueDescription: String {
        seconds % 86_400 == 0 ? "\(seconds / 86_400)d" : "\(seconds)s"
    }
}
