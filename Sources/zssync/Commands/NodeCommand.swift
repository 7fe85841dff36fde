import ArgumentParser
import LocalWeb
import RecordModel
import ServiceLifecycle
import SyncAgent

/// `zssync node`: keeps a device current.
struct NodeCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "在后台保持同步，直到 Ctrl-C。 Keeps this device in sync until Ctrl-C.",
        discussion: """
            没有网络时安静等待；有新内容就同步。--web 在本机打开网页，用来登记、查找和处理冲突；启动时
            打印一个一次性链接，之后用 zssync open 取新的。--listen 让同村的其他设备也能直接同步。
            Waits quietly without a network, and syncs when there is something new. --web serves the
            page on this computer and prints a one-time link; zssync open prints a fresh one. --listen
            lets other devices of the site sync directly.

            例 Example:
              $ zssync node --web 127.0.0.1:7288
            """)

    @Option(
        help: ArgumentHelp(
            "在本机打开网页的地址。 Where the page is, on this computer only.", valueName: "host:port"))
    var web: ListenAddress?
    @Option(
        help: ArgumentHelp("让其他设备连入的地址。 Where other devices may connect.", valueName: "host:port"))
    var listen: ListenAddress?
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        if let web, !WebListener.loopback.contains(web.host) {
            throw WebError.notLoopback(web.host)
        }
        let host = try ReplicaHost.open(try context.directoryAlone(place))
        guard !host.isHub else { throw AgentError.isTheHub }
        let logger = StandardLog.logger
        let control = SyncControl()
        let sessions = Sessions()
        var services: [any Service] = [
            BackgroundSync(host: host, target: .hub, control: control, logger: logger) { result in
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
        if let web {
            services.append(
                try WebListener(
                    host: host, sync: control, sessions: sessions, address: web.host,
                    port: web.port, logger: logger
                ) { link in
                    context.say(
                        Label(
                            chinese: "用这个链接打开网页（只能用一次）：",
                            english: "Open the page with this link, once:"),
                        place)
                    // The link alone on standard output, for a script that opens a browser.
                    try? context.output.write(link + "\n")
                    try? context.output.flush()
                })
        }
        context.say(
            Label(chinese: "节点已启动，Ctrl-C 停止。", english: "The node runs. Ctrl-C stops it."), place)
        try await RunningProcess.run(host, services, sessions: sessions, logger: logger)
        context.say(
            Label(chinese: "节点已停止，数据都在本机。", english: "The node has stopped; all is saved."), place)
    }
}
