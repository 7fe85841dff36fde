import ArgumentParser

/// `zssync hub`: what the operator of the hub does.
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "中心的管理。 What the operator of the hub does.",
        discussion: """
            先 hub init 建立中心，再 serve 运行，用 hub invite 让设备加入。
            First hub init, then serve, then hub invite for each device.

            例 Example:
              $ zssync hub init --sites sites.csv --host hub.example.org
            """,
        subcommands: [
            HubInitCommand.self, HubInviteCommand.self, HubDevicesCommand.self,
            HubRevokeCommand.self, HubSitesCommand.self,
        ])
}
