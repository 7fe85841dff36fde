import ArgumentParser
import DeviceIdentity
import HubServer
import RecordModel
import SyncAgent

/// `zssync serve`: runs the hub.
struct ServeCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "运行中心，直到 Ctrl-C。 Runs the hub until Ctrl-C.",
        discussion: """
            运行时其他命令照常使用同一个数据目录。
            Other commands work on the same data directory meanwhile.

            例 Example:
              $ zssync serve --data /srv/zssync --listen 0.0.0.0:7443
            """)

    @Option(help: ArgumentHelp("监听地址，端口 0 为任意。 Where to listen.", valueName: "host:port"))
    var listen = ListenAddress(host: "0.0.0.0", port: Hub.defaultPort)
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try ReplicaHost.open(try context.directoryAlone(place))
        let gate = Gate()
        let listener = try HubListener(
            host: host, address: listen.host, port: listen.port, logger: StandardLog.logger
        ) { port in
            let address = ListenAddress(host: listen.host, port: port).defaultValueDescription
            context.say(
                Label(
                    chinese: "中心正在 https://\(address) 等待设备。Ctrl-C 停止。",
                    english: "The hub listens on https://\(address). Ctrl-C stops it."), place)
            gate.open()
        }
        try await RunningProcess.run(host, [listener], after: gate, logger: StandardLog.logger)
        context.say(Label(chinese: "中心已停止。", english: "The hub has stopped."), place)
    }
}
