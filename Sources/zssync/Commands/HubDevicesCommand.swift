import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync hub devices`: who has joined.
struct HubDevicesCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "列出已加入的设备。 Lists the devices that have joined.",
        discussion: """
            也可在节点上运行，列出节点所知的设备。
            At a node it lists the devices that the node knows of.

            例 Example:
              $ zssync hub devices --format csv
            """)

    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .reading)
        let kind = try host.kind("device")
        let language = context.language(place)
        let titles = [
            Label(chinese: "设备", english: "device"), Label(chinese: "名称", english: "label"),
            Words.site, Label(chinese: "角色", english: "roles"),
            Label(chinese: "加入时间", english: "joined"),
            Label(chinese: "上次联系", english: "last contact"),
            Label(chinese: "停用", english: "revoked"),
        ].enumerated().map {
            TableWriter.Column(title: $0.element.text(in: language), isWhole: $0.offset == 0)
        }
        try await host.reading { replica in
            let names = try Registry.siteNames(replica)
            let contacts = Dictionary(
                uniqueKeysWithValues: try replica.store.peers().map { ($0.device, $0.contactedAt) })
            let revoked = Set(try replica.revokedDevices())
            let rows = RowPrinter(context, format, columns: titles)
            try replica.store.forEachRow(of: kind) { row in
                let text = { (field: String) in row.values[field]?.text ?? "" }
                let roles = row.values["roles"] ?? .list([])
                let contact = contacts[row.id.text].map { Timestamp.text($0) }
                let site = text("site_id")
                try rows.print(
                    [
                        .init("device", .text(row.id.text)), .init("label", .text(text("label"))),
                        .init("site", .text(site)), .init("roles", .value(roles)),
                        .init("joined_at", .text(text("joined_at"))),
                        .init("last_contact", contact.map { .text($0) } ?? .null),
                        .init("revoked", .value(.boolean(revoked.contains(row.id.text)))),
                    ],
                    cells: [
                        row.id.text, text("label"), names[site] ?? site,
                        (roles.list ?? []).compactMap(\.text).joined(separator: " "),
                        Words.moment(text("joined_at")), contact.map(Words.moment) ?? "",
                        revoked.contains(row.id.text) ? "■" : "",
                    ])
            }
            try rows.finish()
        }
    }
}
