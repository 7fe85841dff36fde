import ArgumentParser
import DeviceIdentity
import HubServer
import RecordModel
import SyncAgent

/// `zssync hub init`: makes a hub.
struct HubInitCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "建立中心：数据目录、签发证书的密钥、村（社区）登记册。 Makes a hub.",
        discussion: """
            登记册是 CSV，表头为 code,name,town_code,town_name。--host 写设备能连到的名称或地址，可多次。
            The registry is CSV with the header code,name,town_code,town_name. --host is a name or
            address that devices can reach, and may be repeated.

            例 Example:
              $ zssync hub init --data /srv/zssync --sites sites.csv --host 10.20.0.5
            """)

    @Option(help: ArgumentHelp("登记册。 The registry of sites.", valueName: "file.csv"))
    var sites: String
    @Option(help: ArgumentHelp("中心的名称。 The hub's name.", valueName: "text"))
    var name: String = "市级中心"
    @Option(
        name: .customLong("host"), parsing: .singleValue,
        help: ArgumentHelp("设备连中心用的名称或地址。 Where devices reach the hub.", valueName: "name"))
    var hosts: [String] = []
    @OptionGroup var place: PlaceOptions

    mutating func validate() throws {
        for host in hosts where PeerAddress(host: host, port: Hub.defaultPort) == nil {
            throw ValidationError(
                "--host \(host)：应为名称或地址，不带端口（端口由 serve --listen 定）。"
                    + " --host takes a name or an address without a port, which serve --listen sets."
            )
        }
    }

    func run(in context: CommandContext) async throws {
        let directory = try context.directoryAlone(place)
        let bytes = try InputFile.bytes(of: sites, in: context, bytesMax: 16 << 20)
        let rows: [SiteRow]
        do throws(RowError) {
            rows = try SiteRegistry.sites(csv: bytes).map {
                SiteRow(
                    code: $0.code, name: $0.name, townCode: $0.townCode, townName: $0.townName)
            }
        } catch {
            throw CommandFailure(
                .input,
                "登记册有错，没有建立中心。 The registry is wrong; no hub was made.\n"
                    + CommandFailure.sentence(error.mistakes, file: sites))
        }
        let hosts = hosts.isEmpty ? ["localhost", "127.0.0.1"] : hosts
        let name = name
        _ = try await offLoop {
            try ReplicaHost.makeHub(in: directory, name: name, hosts: hosts, sites: rows)
        }
        context.say(
            Label(
                chinese: "中心已建立在 \(directory.path)，登记了 \(rows.count) 个村（社区）。下一步：zssync serve",
                english: "The hub is in \(directory.path), with \(rows.count) sites."
                    + " Next: zssync serve"), place)
    }
}
