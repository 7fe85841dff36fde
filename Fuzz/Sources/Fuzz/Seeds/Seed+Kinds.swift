extension Seed {
    /// A small kind that is right, with `more` of its parts and `fields`.
    private static func kind(
        _ name: String = "meeting", version: String = "1", audience: String = "site",
        fields: String = "  topic: {label: {zh: 议题, en: Topic}, type: text}\n", more: String = ""
    ) -> String {
        "kind: \(name)\nversion: \(version)\nlabel: {zh: 会, en: Meeting}\naudience: \(audience)\n"
            + "fields:\n" + fields + more
    }

    private static func field(_ name: String, _ rest: String) -> String {
        kind(fields: "  \(name): {label: {zh: 甲, en: A}, \(rest)}\n")
    }

    private static let states =
        "  status: {label: {zh: 状态, en: Status}, merge: lifecycle}\n"

    private static func lifecycle(_ text: String) -> String {
        kind(fields: states, more: "lifecycle:\n" + text)
    }

    static var kinds: [Seed] {
        let many = (0..<210).map { "  f\($0): {label: {zh: 甲, en: A}, type: text}\n" }.joined()
        let draft = "  initial: draft\n  states:\n    draft: {label: {zh: 稿, en: draft}"
        return [
            Seed("a-small-kind", kind()),
            Seed("two-documents", kind() + "---\n" + kind()),
            Seed("bad-utf8", Array("kind: ".utf8) + [0xFF, 0xC0, 10]),
            Seed("an-alias-of-an-alias", "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
            Seed("a-complex-key", "? [a, b]\n: c\n? {d: e}\n: f\n"),
            Seed("brackets-4000-deep", "kind: " + String(repeating: "[", count: 4_000)),
            Seed("dashes-4000-deep", String(repeating: "- ", count: 2_000)),
            Seed("a-block-that-is-indented-by-nine", "kind: |9\n a\nversion: >-\n  b\n"),
            Seed("escapes", "kind: \"\\x00\\uD800\\U0010FFFF\\U00110000\\/\"\n"),
            Seed("the-name-of-a-table", kind("change")),
            Seed("the-name-of-a-standard-kind", kind("person")),
            Seed("a-public-copy-of-another", kind("person_public")),
            Seed("a-name-with-a-quote", kind("\"a\\\"; DROP TABLE feed\"")),
            Seed("210-fields", kind(fields: many)),
            Seed("a-field-that-sqlite-has", field("rowid", "type: integer")),
            Seed("a-field-that-sql-has", field("select", "type: text")),
            Seed("a-sum-of-texts", field("a", "type: text, merge: sum")),
            Seed(
                "a-set-of-tables",
                field(
                    "a", "type: rows, merge: set, columns: {b: {label: {zh: b, en: b}, type: text}}"
                )),
            Seed(
                "bounds-at-their-ends",
                field("a", "type: integer, min: -9223372036854775808, max: 9223372036854775807")),
            Seed(
                "a-life-that-begins-nowhere",
                lifecycle(draft + "}\n").replacing("initial: draft", with: "initial: x")),
            Seed(
                "precedence-of-strangers", lifecycle(draft + "}\n  precedence: [x, draft, draft]\n")
            ),
            Seed("published-without-a-life", kind(audience: "{published: [shown]}")),
            Seed(
                "an-identity-twice",
                kind(
                    more: "identities:\n"
                        + String(repeating: "  - {name: a, parts: [topic, topic]}\n", count: 2))),
            Seed(
                "the-day-of-a-text", kind(more: "identities: [{name: a, parts: [{day: topic}]}]\n")),
            Seed(
                "a-rule-of-everything",
                kind(
                    more:
                        "rules: [{when: {field: topic, is: 1, among: []}, then: {}, message: 5}]\n")
            ),
        ]
    }
}
