import RecordModel
import Testing

@Suite("Reading records from files")
struct RecordInputTests {
    let input: RecordInput

    init() throws {
        input = RecordInput(
            kind: try #require(KindCatalogue.standard["person"]), today: FieldInputTests.today)
    }

    func records(csv text: String) throws -> [InputRecord] {
        var reader = CSVReader()
        let rows = try reader.read(text.utf8) + reader.finish()
        let header = try input.header(reader.header ?? [])
        return try rows.map { try input.record($0, under: header) }
    }

    func record(json text: String) throws -> InputRecord {
        try input.record(NDJSONReader.Line.all(of: text)[0])
    }

    @Test("a table with names or labels above its columns is read, blank cells left out")
    func table() throws {
        let records = try records(
            csv: """
                id,site,姓名,sex,categories,phone,,updated_at
                ,442000001001,陈小明,男,独居、高龄,,,2026-03-01
                01jq0000000000000000000000,,李四,female,,13800138000,,

                """)
        #expect(records.count == 2)
        #expect(records[0].id == nil && records[0].site?.text == "442000001001")
        #expect(
            records[0].values == [
                "name": .text("陈小明"), "sex": .text("男"),
                "categories": .list([.text("独居"), .text("高龄")]),
            ])
        #expect(records[1].id?.text == "01jq0000000000000000000000")
        #expect(records[1].values["sex"] == .text("女"))
    }

    struct Bad: Sendable {
        let csv: String
        let row: Int?
        let field: String?

        init(_ csv: String, _ row: Int?, _ field: String?) {
            self.csv = csv
            self.row = row
            self.field = field
        }
    }

    static let bad: [Bad] = [
        .init("name,colour\n陈,red\n", 1, "colour"), .init("name,name\n陈,陈\n", 1, "name"),
        .init("name,姓名\n陈,陈\n", 1, "姓名"), .init("name,sex\n陈\n", 2, nil),
        .init("name,sex\n陈,男,1\n", 2, nil), .init("name,\n陈,x\n", 2, nil),
        .init("name,sex\n陈,男\n李,x\n", 3, "sex"), .init("id,name\n1,陈\n", 2, "id"),
        .init("site,name\n濠涌,陈\n", 2, "site"), .init("kind,name\nvisit,陈\n", 2, "kind"),
        .init("name,id_number\n陈,110105194912310021\n", 2, "id_number"),
        .init("name,birth_date\n陈,2026-02-30\n", 2, "birth_date"),
    ]

    @Test("bad input names row and field and never the value", arguments: bad)
    func badTables(_ bad: Bad) throws {
        let error = try #require(throws: RowError.self) { try records(csv: bad.csv) }
        #expect(error.mistakes.map(\.row) == [bad.row])
        #expect(error.mistakes.map(\.field) == [bad.field])
        #expect(!error.mistakes[0].sentence(file: "f").english.contains("11010519491231002"))
    }

    @Test("all fields of a row that are wrong are told at once")
    func allOfRow() throws {
        let error = try #require(throws: RowError.self) {
            try records(csv: "name,sex,phone,birth_date\n陈,x,y,z\n")
        }
        #expect(error.mistakes.map(\.field) == ["birth_date", "phone", "sex"])
    }

    @Test("a line of NDJSON is read by its types; null empties a field")
    func lines() throws {
        let record = try record(
            json: #"{"name":"陈","categories":["独居"],"phone":null,"conflicts":0,"kind":"person"}"#)
        #expect(
            record.values == [
                "name": .text("陈"), "categories": .list([.text("独居")]), "phone": .null,
            ])
    }

    @Test(
        "a bad line is refused",
        arguments: [
            "{", "[]", "1", "{\"name\":1.5}", "{\"name\":\"a\",\"name\":\"b\"}", "{\"colour\":1}",
            "{\"name\":true}", "{\"id\":7}", "{\"kind\":\"visit\"}", "{\"name\":\"\\ud800\"}",
            String(repeating: "[", count: 5_000), "{\"name\":\"a\"} x", "{\"site\":\"濠涌\"}",
        ])
    func badLines(text: String) {
        #expect(throws: RowError.self) { try record(json: text) }
    }

    @Test("what is exported is read back", arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = Seeded(seed)
        for kind in KindCatalogue.standard.kinds {
            let input = RecordInput(kind: kind, today: FieldInputTests.today)
            var values: [String: Value] = [:]
            for field in kind.fields where Bool.random(using: &random) {
                values[field.name] = Value.sample(of: field, using: &random)
            }
            let writer = CSVWriter(style: .spreadsheet)
            var bytes = writer.beginning
            writer.append(kind.fields.map(\.name), to: &bytes)
            writer.append(
                kind.fields.map { field in
                    values[field.name].map { ValueText().text($0, of: field) } ?? ""
                }, to: &bytes)
            var reader = CSVReader()
            let rows = try reader.read(bytes) + reader.finish()
            let header = try input.header(reader.header ?? [])
            #expect(
                try rows.map { try input.record($0, under: header).values }.first ?? [:] == values)
            let line = try NDJSONReader.Line.all(of: Value.object(values).json)[0]
            #expect(try input.record(line).values == values)
        }
    }
}

extension NDJSONReader.Line {
    static func all(of text: String) throws -> [Self] {
        var reader = NDJSONReader()
        return try reader.read(Array(text.utf8)) + reader.finish()
    }
}
