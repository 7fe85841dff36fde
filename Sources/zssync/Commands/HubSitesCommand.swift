import ArgumentParser
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// `zssync hub sites`: the registry of villages and communities.
struct HubSitesCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "sites",
        abstract: "列出登记册里的村（社区）。 Lists the sites of the registry.",
        discussion: """
            按代码排列。
            In order of code.

            例 Example:
              $ zssync hub sites --search 石岐
            """)

    @Option(help: ArgumentHelp("只列含有此文字的。 Only sites that hold this text.", valueName: "text"))
    var search: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var place: PlaceOptions

    func run(in context: CommandContext) async throws {
        let host = try context.host(place, for: .reading)
        let kind = try host.kind("site")
        let language = context.language(place)
        let titles = [
            Label(chinese: "代码", english: "code"), Label(chinese: "名称", english: "name"),
            Label(chinese: "镇街代码", english: "town code"), Label(chinese: "镇街", english: "town"),
        ].map { TableWriter.Column(title: $0.text(in: language)) }
        let fields = ["code", "name", "town_code", "town_name"]
        try await host.reading { replica in
            var sites: [[String]] = []
            try replica.store.forEachRow(of: kind, RecordQuery(search: search)) { row in
                sites.append(fields.map { row.values[$0]?.text ?? "" })
            }
            let rows = RowPrinter(context, format, columns: titles)
            for site in sites.sorted(by: { $0[0] < $1[0] }) {
                try rows.print(
                    zip(fields, site).map { .init($0, .text($1)) }, cells: site)
            }
            try rows.finish()
        }
    }
}
