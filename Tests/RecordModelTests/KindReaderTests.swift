import RecordModel
import Testing

/// A kind file that is right, and what is done to it to make it wrong.
struct KindMistake: CustomTestStringConvertible, Sendable {
    let name: String
    let old: String
    let new: String
    let line: Int
    let word: String

    var testDescription: String { name }

    static let right = """
        kind: meal
        version: 1
        label: {zh: 助餐, en: Meal}
        audience: {published: [served]}
        columns: [dish]
        identities:
          - {name: same_dish, parts: [dish, {day: served_at}]}
        fields:
          dish: {label: {zh: 菜, en: Dish}, type: text, bytes: 60}
          served_at: {label: {zh: 时间, en: At}, type: moment}
          portions: {label: {zh: 份数, en: Portions}, type: integer, min: 0, max: 99, merge: sum}
          taste:
            label: {zh: 口味, en: Taste}
            type: choice
            choices: {淡: mild, 辣: hot}
          guests: {label: {zh: 客人, en: Guests}, type: text, merge: set}
          number: {label: {zh: 编号, en: Number}, type: text, number: true}
          masked: {label: {zh: 遮盖, en: Masked}, type: boolean}
          status: {label: {zh: 状态, en: Status}, merge: lifecycle}
        lifecycle:
          initial: planned
          states:
            planned: {label: {zh: 计划, en: planned}, next: [served]}
            served: {label: {zh: 已供, en: served}}
          guards:
            - {state: served, roles: [clerk], requires: [dish], message: {zh: 不行, en: no}}
          precedence: [planned, served]
        rules:
          - when: {field: taste, among: [辣]}
            then: {present: dish}
            message: {zh: 写菜名, en: name it}
        rhythm: {kind: tasting, subject: meal, at: tasted_at, level: taste, days: {淡: 7, 辣: 30}, states: [planned]}
        """

    static let all: [KindMistake] = [
        .init("unknown key", "version: 1", "version: 1\ncolour: red", 3, "colour"),
        .init("unknown key of a field", "bytes: 60", "size: 60", 9, "size"),
        .init("a field twice", "  guests:", "  dish:", 9, "dish"),
        .init("unknown type", "type: moment", "type: instant", 10, "instant"),
        .init("unknown merge", "merge: set", "merge: bag", 16, "bag"),
        .init(
            "a missing label", "masked: {label: {zh: 遮盖, en: Masked}, ", "masked: {", 18, "label"),
        .init("a label in one language", "zh: 客人, en: Guests", "zh: 客人", 16, "en"),
        .init("an upper-case name", "  guests:", "  Guests:", 16, "Guests"),
        .init("a Chinese name", "  guests:", "  客人:", 16, "客人"),
        .init("a reserved name", "  guests:", "  updated_at:", 16, "updated_at"),
        .init("a name of a given field", "  guests:", "  merged_into:", 16, "merged_into"),
        .init("a name with _ first", "  guests:", "  _guests:", 16, "_guests"),
        .init("a name of SQLite", "  guests:", "  sqlite_guests:", 16, "sqlite_guests"),
        .init("a reserved kind", "kind: meal", "kind: change", 1, "change"),
        .init("sum of text", "merge: set", "merge: sum", 16, "sum"),
        .init("max of text", "merge: set", "merge: max", 16, "max"),
        .init("lifecycle elsewhere", "merge: set", "merge: lifecycle", 16, "lifecycle"),
        .init("status with a type", "merge: lifecycle", "type: text, merge: lifecycle", 19, "type"),
        .init(
            "no status", "  status: {label: {zh: 状态, en: Status}, merge: lifecycle}\n", "", 9,
            "status"),
        .init(
            "a set of numbers", "type: text, number: true", "type: text, merge: set, number: true",
            17, "number"),
        .init("what the type has not", "bytes: 60", "bytes: 60, choices: {a: b}", 9, "choices"),
        .init("min over max", "min: 0", "min: 100", 11, "min"),
        .init("no number", "bytes: 60", "bytes: many", 9, "bytes"),
        .init("no yes or no", "number: true", "number: perhaps", 17, "number"),
        .init("no choices", "choices: {淡: mild, 辣: hot}", "choices: {}", 15, "choice"),
        .init("two choices alike", "辣: hot", "辣: mild", 15, "mild"),
        .init("a choice with a separator", "辣: hot", "\"辣;\": hot", 15, "choice"),
        .init(
            "a step in one language", "served: {label: {zh: 已供, en: served}}",
            "served: {label: {zh: 已供, en: served}, step: {zh: 供餐}}", 24, "en"),
        .init("an unknown level", "level: taste", "level: smell", 32, "smell"),
        .init("a level that is no choice", "level: taste", "level: dish", 32, "dish"),
        .init("an unknown level's days", "{淡: 7,", "{甜: 7,", 32, "甜"),
        .init("no days between", "辣: 30", "辣: 0", 32, "辣"),
        .init("no days at all", "days: {淡: 7, 辣: 30}, ", "", 32, "days"),
        .init(
            "an unknown state of the rhythm", "states: [planned]", "states: [eaten]", 32, "eaten"),
        .init("an unknown column", "columns: [dish]", "columns: [dishes]", 5, "dishes"),
        .init("an unknown identity field", "parts: [dish,", "parts: [course,", 7, "course"),
        .init("an identity of a set", "parts: [dish,", "parts: [guests,", 7, "guests"),
        .init("a day of text", "{day: served_at}", "{day: number}", 7, "day"),
        .init(
            "an unknown published state", "{published: [served]}", "{published: [eaten]}", 4,
            "eaten"),
        .init("an unknown audience", "{published: [served]}", "everyone", 4, "audience"),
        .init("an unknown next state", "next: [served]", "next: [served, eaten]", 23, "eaten"),
        .init("an unknown first state", "initial: planned", "initial: eaten", 21, "eaten"),
        .init("an unreachable state", "next: [served]", "next: []", 24, "served"),
        .init(
            "a precedence with a gap", "precedence: [planned, served]", "precedence: [planned]", 27,
            "served"),
        .init(
            "an unknown precedence", "precedence: [planned,", "precedence: [eaten, planned,", 27,
            "eaten"),
        .init("an unknown guarded state", "{state: served", "{state: eaten", 26, "eaten"),
        .init("an unknown role", "roles: [clerk]", "roles: [cook]", 26, "cook"),
        .init("an unknown guard field", "requires: [dish]", "requires: [course]", 26, "course"),
        .init("an unknown rule field", "{present: dish}", "{present: course}", 30, "course"),
        .init("an unknown rule value", "among: [辣]", "among: [甜]", 29, "甜"),
        .init(
            "a test of two kinds", "{present: dish}", "{present: dish, field: taste}", 30, "test"),
        .init(
            "what cannot be compared", "{present: dish}", "{field: dish, not_after: taste}", 30,
            "compared"),
        .init(
            "numbers without a switch", "{present: dish}", "{field: dish, numbers_only_if: taste}",
            30, "boolean"),
        .init("no YAML", "version: 1", "version: [1", 3, "YAML"),
        .init("an anchor", "[dish]", "&a [dish]", 5, "Anchors"),
        .init("an alias", "[dish]", "*a", 5, "Anchors"),
        .init("a list for a mapping", "{zh: 助餐, en: Meal}", "[助餐]", 3, "mapping"),
        .init("no version", "version: 1\n", "", 1, "version"),
    ]

    init(_ name: String, _ old: String, _ new: String, _ line: Int, _ word: String) {
        self.name = name
        self.old = old
        self.new = new
        self.line = line
        self.word = word
    }
}

@Suite("Reading a kind file")
struct KindReaderTests {
    @Test("a file that is right reads without a mistake")
    func right() throws {
        let kind = try KindReader.kind(source: KindMistake.right, file: "meal.yaml")
        #expect(kind.name == "meal")
        #expect(kind.source == KindMistake.right)
        #expect(kind["status"]?.type == .choice(kind.states))
        #expect(kind.fields.suffix(2).map(\.name) == ["merged_into", "distinct_from"])
        #expect(kind["merged_into"]?.type == .reference(kind: "meal"))
        #expect(kind.rules[0].condition == .among(field: "taste", values: [.text("辣")]))
    }

    @Test("each mistake is named with its line and its word", arguments: KindMistake.all)
    func mistakes(_ mistake: KindMistake) throws {
        let source = KindMistake.right.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        #expect(source != KindMistake.right)
        let error = try #require(throws: KindFileError.self) {
            try KindReader.kind(source: source, file: "meal.yaml")
        }
        #expect(
            error.mistakes.contains {
                $0.line == mistake.line && $0.reason.english.contains(mistake.word)
            }, "\(error)")
        #expect(error.description.hasPrefix("种类文件 meal.yaml 有"))
    }

    @Test("all mistakes of a file are told at once, in the order of its lines")
    func allAtOnce() throws {
        let source = KindMistake.right.replacing("type: text", with: "type: prose")
            .replacing("version: 1", with: "version: none")
        let error = try #require(throws: KindFileError.self) {
            try KindReader.kind(source: source, file: "meal.yaml")
        }
        #expect(error.mistakes.map(\.line) == [2, 9, 16, 17])
    }

    @Test("what would cost memory or stack is refused before it is parsed")
    func hostile() {
        let laughs =
            "a: &a [x]\n" + (1...30).map { "b\($0): [*a, *a, *a]\n" }.joined()
        let hostile = [
            laughs, String(repeating: "[", count: 20_000), String(repeating: "- ", count: 20_000),
            String(repeating: "{a: ", count: 9_000), String(repeating: "x: 1\n", count: 20_000),
            "", "\u{0}", "? *x : 1", "--- a\n--- b", "!!binary x", "\"\\ud800\"", "a: b: c",
            (1...300).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        ]
        for source in hostile {
            #expect(throws: KindFileError.self) {
                try KindReader.kind(source: source, file: "hostile.yaml")
            }
        }
    }

    @Test(
        "no beginning of a file and no changed byte of it makes the reader trap",
        arguments: 0..<400 as Range<UInt64>)
    func garbled(seed: UInt64) {
        var random = Seeded(seed)
        var bytes = Array(KindMistake.right.utf8)
        if seed.isMultiple(of: 2) {
            bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
        }
        for _ in 0..<3 {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                " :-[]{}\"'#&*!|>%@\n\tab".utf8.randomElement(using: &random) ?? 0
        }
        _ = try? KindReader.kind(source: String(decoding: bytes, as: UTF8.self), file: "garbled")
    }
}

extension Kind {
    fileprivate var states: [Choice] {
        lifecycle?.states.map { Choice(value: $0.name, label: $0.label) } ?? []
    }
}
