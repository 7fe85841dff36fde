/// Reads the registry of sites from a CSV file with the columns `code,name,town_code,town_name`.
public enum SiteRegistry: Sendable {
    /// The columns, in the order in which the file is written.
    public static let columns = ["code", "name", "town_code", "town_name"]
    /// The most sites of one registry.
    public static let sitesMax = 10_000
    private static let mistakesMax = 50

    /// The sites in the file's order, or all that is wrong with it (as far as a person will read).
    public static func sites(csv: some Collection<UInt8>) throws(RowError) -> [RegisteredSite] {
        var reader = CSVReader()
        var rows: [CSVReader.Row]
        do throws(InputMistake) {
            rows = try reader.read(csv)
            rows += try reader.finish()
        } catch {
            throw RowError([error])
        }
        guard let header = reader.header, header.sorted() == columns.sorted() else {
            throw mistake(
                1, nil, "表头应为 \(columns.joined(separator: ","))。",
                "The header must be \(columns.joined(separator: ",")).")
        }
        guard (1...sitesMax).contains(rows.count) else {
            throw mistake(
                nil, nil, "应有 1 到 \(sitesMax) 个村（社区）。", "It must have 1 to \(sitesMax) sites.")
        }
        let places = columns.compactMap(header.firstIndex)
        var sites: [RegisteredSite] = []
        var mistakes: [InputMistake] = []
        var codes: Set<String> = []
        var towns: [String: String] = [:]
        for row in rows where mistakes.count < mistakesMax {
            do throws(RowError) {
                guard row.cells.count == header.count else {
                    throw mistake(
                        row.number, nil, "单元格个数与表头不同。",
                        "The number of cells differs from the header's.")
                }
                let site = try site(row.number, places.map { row.cells[$0] })
                guard codes.insert(site.code).inserted else {
                    throw mistake(row.number, "code", "代码重复。", "The code is there twice.")
                }
                guard towns[site.townCode, default: site.townName] == site.townName else {
                    throw mistake(
                        row.number, "town_name", "与前面同一镇街的名称不同。",
                        "It differs from the name of the same town above.")
                }
                towns[site.townCode] = site.townName
                sites.append(site)
            } catch {
                mistakes += error.mistakes
            }
        }
        guard mistakes.isEmpty else { throw RowError(mistakes) }
        return sites
    }

    private static func site(_ row: Int, _ cells: [String]) throws(RowError) -> RegisteredSite {
        let cells = cells.map { PlainText.clean($0) ?? "" }
        let isDigits = { (text: String, count: Int) in
            text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard isDigits(cells[0], 12), let id = SiteID(cells[0]) else {
            throw mistake(row, "code", "应为 12 位数字。", "It must be 12 digits.")
        }
        guard isDigits(cells[2], 9), cells[0].hasPrefix(cells[2]) else {
            throw mistake(
                row, "town_code", "应为 9 位数字，且是代码的前 9 位。",
                "It must be the first 9 digits of the code.")
        }
        for (index, name) in [(1, "name"), (3, "town_name")] {
            guard (1...120).contains(cells[index].utf8.count) else {
                throw mistake(row, name, "应为 1 到 120 字节。", "It must be 1 to 120 bytes.")
            }
        }
        return RegisteredSite(
            code: cells[0], name: cells[1], townCode: cells[2], townName: cells[3], id: id)
    }

    private static func mistake(
        _ row: Int?, _ field: String?, _ chinese: String, _ english: String
    ) -> RowError {
        RowError([
            InputMistake(
                row: row, field: field, reason: Label(chinese: chinese, english: english))
        ])
    }
}
