import Testing

@testable import RecordModel

@Suite("Reading one field")
struct FieldInputTests {
    static let today = Day("2026-03-01") ?? Day(daysSince1970: 0)
    let input = FieldInput(today: today)

    static func field(_ type: FieldType, _ merge: Merge = .choose) -> Field {
        Field(
            name: "field", label: Label(chinese: "字段", english: "Field"), type: type, merge: merge)
    }

    static let choices = FieldType.choice([
        Choice(value: "high", label: Label(chinese: "高风险", english: "High")),
        Choice(value: "独居", label: Label(chinese: "独居", english: "living alone")),
    ])

    struct Case: Sendable {
        let type: FieldType
        let merge: Merge
        let text: String
        let value: Value?

        init(_ type: FieldType, _ text: String, _ value: Value?, _ merge: Merge = .choose) {
            self.type = type
            self.merge = merge
            self.text = text
            self.value = value
        }
    }

    static let cases: [Case] = [
        .init(.text(bytesMax: 9), "  陈小明\u{3000}", .text("陈小明")),
        .init(.text(bytesMax: 8), "陈小明", nil),
        .init(.text(bytesMax: 90), "cafe\u{301}", .text("caf\u{E9}")),
        .init(.text(bytesMax: 90), "一\r\n二\r三", .text("一\n二\n三")),
        .init(.text(bytesMax: 90), "a\u{0}b", nil),
        .init(.text(bytesMax: 90), "a\u{1B}[31m", nil),
        .init(.text(bytesMax: 90), "a\u{202E}b", nil),
        .init(.text(bytesMax: 90), "a\u{85}b", nil),
        .init(.text(bytesMax: 90), "   ", .null),
        .init(.integer(0...99), "42", .integer(42)),
        .init(.integer(0...99), "４２", .integer(42)),
        .init(.integer(0...99), "100", nil),
        .init(.integer(0...99), "4.2", nil),
        .init(.integer(0...99), "99999999999999999999", nil),
        .init(.money, "12.34", .integer(1_234)),
        .init(.money, "-1,234.5", .integer(-123_450)),
        .init(.money, "￥12元", .integer(1_200)),
        .init(.money, "12.345", nil),
        .init(.money, "99999999999999", nil),
        .init(.money, "1.", nil),
        .init(.boolean, "是", .boolean(true)),
        .init(.boolean, "False", .boolean(false)),
        .init(.boolean, "maybe", nil),
        .init(.date, "2026-02-28", .text("2026-02-28")),
        .init(.date, "2026/2/8", .text("2026-02-08")),
        .init(.date, "2026-02-29", nil),
        .init(.date, "2024-02-29", .text("2024-02-29")),
        .init(.date, "26-02-01", nil),
        .init(.date, "2026-13-01", nil),
        .init(.moment, "2026-03-01T09:30:00+08:00", .text("2026-03-01T09:30:00+08:00")),
        .init(.moment, "2026-03-01T01:30:00Z", .text("2026-03-01T09:30:00+08:00")),
        .init(.moment, "2026-03-01T23:30:00.250-0500", .text("2026-03-02T12:30:00+08:00")),
        .init(.moment, "2026/3/1 9:30", .text("2026-03-01T09:30:00+08:00")),
        .init(.moment, "2026-04-01", nil),
        .init(.moment, "2026-03-01T24:00:00+08:00", nil),
        .init(.moment, "2026-03-01T09:30:00+8", nil),
        .init(choices, "high", .text("high")),
        .init(choices, "高风险", .text("high")),
        .init(choices, "LIVING ALONE", .text("独居")),
        .init(choices, "low", nil),
        .init(choices, "高风险；独居、high", .list([.text("high"), .text("独居")]), .set),
        .init(choices, "高风险；低", nil, .set),
        .init(.text(bytesMax: 90), "陈；  ；李;王", .list([.text("陈"), .text("李"), .text("王")]), .set),
        .init(.text(bytesMax: 90), "[\"陈；李\"]", .list([.text("陈；李")]), .set),
        .init(.text(bytesMax: 90), "[1]", nil, .set),
        .init(.text(bytesMax: 90), "[\"陈\"", nil, .set),
        .init(.text(bytesMax: 90), "先到；后走、再来\n明天", .list([.text("先到；后走、再来"), .text("明天")]), .log),
        .init(.phone, " 138 0013 8000 ", .text("13800138000")),
        .init(.phone, "0760-88881234", .text("0760-88881234")),
        .init(.phone, "+86 13800138000", .text("+8613800138000")),
        .init(.phone, "call me", nil),
        .init(
            .reference(kind: "person"), "0123456789ABCDEFGHJKMNPQRS",
            .text("0123456789abcdefghjkmnpqrs")),
        .init(.reference(kind: "person"), "陈小明", nil),
        .init(.residentNumber, "11010519491231002x", .text("11010519491231002X")),
        .init(.residentNumber, "110105194912310021", nil),
        .init(
            .rows([field(.money)]), "[{\"field\":1234}]",
            .list([.object(["field": .integer(1_234)])])),
        .init(.rows([field(.money)]), "[{\"other\":1}]", nil),
        .init(.rows([field(.money)]), "[{\"field\":\"12\"}]", nil),
        .init(.rows([field(.money)]), "12", nil),
    ]

    @Test(
        "a text becomes the value it means, or a sentence that does not repeat it", arguments: cases
    )
    func texts(_ example: Case) throws {
        let field = Self.field(example.type, example.merge)
        guard let value = example.value else {
            let error = try #require(throws: FieldError.self) {
                try input.value(text: example.text, for: field)
            }
            #expect(error.field == "field")
            #expect(!error.message.chinese.isEmpty && !error.message.english.isEmpty)
            if example.text.count > 6 { #expect(!error.message.english.contains(example.text)) }
            return
        }
        #expect(try input.value(text: example.text, for: field) == value)
    }

    @Test("JSON says numbers as numbers and lists as lists")
    func json() throws {
        let number = Self.field(.integer(0...9))
        #expect(try input.value(json: .integer(3), for: number) == .integer(3))
        for wrong in [Value.text("3"), .boolean(true), .list([.integer(3)]), .integer(10)] {
            #expect(throws: FieldError.self) { try input.value(json: wrong, for: number) }
        }
        let amount = Self.field(.money)
        #expect(try input.value(json: .integer(1_234), for: amount) == .integer(1_234))
        #expect(throws: FieldError.self) { try input.value(json: .text("12"), for: amount) }
        #expect(throws: FieldError.self) { try input.value(json: .integer(.min), for: amount) }
        let names = Self.field(.text(bytesMax: 9), .set)
        #expect(try input.value(json: .text("陈"), for: names) == .list([.text("陈")]))
        #expect(try input.value(json: .null, for: names) == .null)
        #expect(throws: FieldError.self) {
            try input.value(json: .list([.list([.text("陈")])]), for: names)
        }
        let many = Value.list(Array(repeating: .text("陈"), count: 1_001))
        #expect(throws: FieldError.self) { try input.value(json: many, for: names) }
        let phone = Self.field(.phone)
        #expect(throws: FieldError.self) {
            try input.value(json: .integer(13_800_138_000), for: phone)
        }
    }

    @Test("what a value shows as is read back as the value", arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = Seeded(seed)
        for kind in KindCatalogue.standard.kinds {
            for field in kind.fields {
                let value = Value.sample(of: field, using: &random)
                for language in [nil, Language.chinese, .english] {
                    let text = ValueText(language: language).text(value, of: field)
                    #expect(
                        try input.value(text: text, for: field) == value,
                        "\(kind.name).\(field.name)")
                }
                #expect(try input.value(json: Value(json: value.json), for: field) == value)
            }
        }
    }
}
