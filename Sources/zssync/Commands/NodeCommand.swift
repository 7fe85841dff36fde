import ArgumentParser
import RecordModel
import ServiceLifecycle
import SyncAgent

/// `zssync node`: keeps a device current.
struct NodeCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "在后台保持同步，直到 Ctrl-C。 Keeps this device in sync until Ctrl-C.",
        discussion: """
            没有网络时安静等待；有新内容就同步。--listen 让同村的其他设备也能直接同步。
            Waits quietly without a network, and syncs when there is something new. --listen lets
            other devices of the site sync directly.

            例 Example:
              $ zssync node --listen 192.168.1.5:7444
            """)

    @Option(
        help: ArgumentHelp("让其他设备连入的地址。 Where other devices may connect.", valueName: "host:port"))
    var listen: ListenAddress?
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try ReplicaHost.open(try context.directoryAlone(place))
        guard !host.isHub else { throw AgentError.isTheHub }
        let logger = StandardLog.logger
        var services: [any Service] = [
            BackgroundSync(host: host, target: .hub, logger: logger) { result in
                guard case .success(let summary) = result else { return }
                for notice in summary.notices { context.sayAlways(notice) }
            }
        ]
        if let listen {
            services.append(
                PeerListener(
                    host: host, address: listen.host, port: listen.port, logger: logger
                ) { port in
                    let address = ListenAddress(host: listen.host, port: port)
                        .defaultValueDescription
                    context.say(
                        Label(
                            chinese: "其他设备可用 zssync sync --peer https://\(address) 同步。",
                            english: "Other devices may zssync sync --peer https://\(address)."),
                        place)
                })
        }
        context.say(
            Label(chinese: "节点已启动，Ctrl-C 停止。", english: "The node runs. Ctrl-C stops it."), place)
        try await RunningProcess.run(host, services, logger: logger)
        context.say(
            Label(chinese: "节点已停止，数据都在本机。", english: "The node has stopped; all is saved."), place)
    }
}
