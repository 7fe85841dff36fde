import RecordModel
import Testing

@Suite("The registry of sites")
struct SiteRegistryTests {
    @Test("the sample has 288 sites in 23 towns, and one name in two of them")
    func sample() throws {
        let sites = try SiteRegistry.sites(csv: SampleSites.csv.utf8)
        #expect(sites.count == 288)
        #expect(Set(sites.map(\.code)).count == 288)
        let towns = Set(sites.map(\.townName))
        #expect(towns.count == 23)
        #expect(towns.count { $0.hasSuffix("街道") } == 8)
        #expect(sites.filter { $0.name == "濠涌村" }.map(\.townName).sorted() == ["南朗街道", "沙溪镇"])
        #expect(sites[0].id.text == "442000001001")
    }

    @Test(
        "a registry that is wrong is refused with row and column",
        arguments: [
            ("", 1, nil), ("code,name\n", 1, nil), ("code,name,town_code,town_name\n", nil, nil),
            ("code,name,town_code,town_name\n44200000100,甲,442000001,乙\n", 2, "code"),
            ("code,name,town_code,town_name\n442000001001,甲,442000002,乙\n", 2, "town_code"),
            ("code,name,town_code,town_name\n442000001001,,442000001,乙\n", 2, "name"),
            (
                "code,name,town_code,town_name\n442000001001,甲,442000001,乙\n"
                    + "442000001001,丙,442000001,乙\n", 3, "code"
            ),
            (
                "code,name,town_code,town_name\n442000001001,甲,442000001,乙\n"
                    + "442000001002,丙,442000001,丁\n", 3, "town_name"
            ),
            ("code,name,town_code,town_name\n442000001001,甲,442000001\n", 2, nil),
        ] as [(String, Int?, String?)])
    func wrong(text: String, row: Int?, field: String?) throws {
        let error = try #require(throws: RowError.self) { try SiteRegistry.sites(csv: text.utf8) }
        #expect(error.mistakes[0].row == row)
        #expect(error.mistakes[0].field == field)
    }
}
