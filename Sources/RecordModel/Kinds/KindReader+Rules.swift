import Yams

extension KindReader {
    /// What must hold between fields.
    mutating func rules(_ page: Section, fields: [Field]) -> [Rule] {
        guard let node = page["rules"] else { return [] }
        return sequence(node).compactMap { rule($0, fields: fields) }
    }

    private mutating func rule(_ node: Node, fields: [Field]) -> Rule? {
        guard
            let section = section(
                node, line: line(of: node), keys: ["when", "then", "field", "message"]),
            let then = required(section, "then")
        else { return nil }
        let message = label(section, "message", line: section.line)
        let condition = section["when"].flatMap { test($0, fields: fields) }
        guard let requirement = test(then, fields: fields) else { return nil }
        var field = requirement.field
        if let node = section["field"], let name = text(node) {
            if !fields.contains(where: { $0.name == name }) {
                noteUnknownField(name, line: line(of: node))
            }
            field = name
        }
        return Rule(condition: condition, requirement: requirement, field: field, message: message)
    }

    /// Reads `{present: a}`, `{field: a, among: […]}`, `{field: a, not_after: b}` or
    /// `{field: a, numbers_only_if: b}`.
    private mutating func test(_ node: Node, fields: [Field]) -> Rule.Test? {
        guard
            let section = section(
                node, line: line(of: node),
                keys: ["present", "field", "among", "not_after", "numbers_only_if"])
        else { return nil }
        guard
            (section["present"] == nil) == (section["field"] != nil),
            section.entries.count == (section["present"] == nil ? 2 : 1)
        else {
            note(
                section.line, "条件应为 present，或 field 加上 among、not_after、numbers_only_if 之一。",
                "A test is present, or field with one of among, not_after, numbers_only_if.")
            return nil
        }
        if section["present"] != nil {
            return field(section, "present", fields).map { .present(field: $0.name) }
        }
        guard let first = field(section, "field", fields) else { return nil }
        if let node = section["among"] {
            let values = texts(node).compactMap { value($0.text, line: $0.line, of: first) }
            return .among(field: first.name, values: values)
        }
        if section["not_after"] != nil, let other = field(section, "not_after", fields) {
            guard first.isOrdered(with: other) else {
                note(
                    section.line, "字段 \(first.name) 与 \(other.name) 不能比较先后。",
                    "The fields \(first.name) and \(other.name) cannot be compared.")
                return nil
            }
            return .notAfter(field: first.name, other: other.name)
        }
        guard let other = field(section, "numbers_only_if", fields) else { return nil }
        guard case .text = first.type, other.type == .boolean else {
            note(
                section.line, "numbers_only_if 需要一个文字字段和一个是否字段。",
                "numbers_only_if needs a text field and a boolean field.")
            return nil
        }
        return .withoutNumbers(field: first.name, unless: other.name)
    }

    private mutating func field(_ section: Section, _ key: String, _ fields: [Field]) -> Field? {
        guard let node = section[key], let name = text(node) else { return nil }
        let field = fields.first { $0.name == name }
        if field == nil { noteUnknownField(name, line: line(of: node)) }
        return field
    }

    /// The value that `text` means for `field`: a declared choice, a whole number, yes or no.
    private mutating func value(_ text: String, line: Int, of field: Field) -> Value? {
        let value: Value? =
            switch field.type {
            case .choice(let choices):
                choices.contains { $0.value == text } ? .text(text) : nil
            case .integer(let bounds):
                Int64(text).flatMap { bounds.contains($0) ? .integer($0) : nil }
            case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
            default: nil
            }
        if value == nil {
            note(
                line, "“\(text)”不是字段 \(field.name) 的取值。",
                "\"\(text)\" is not a value of the field \(field.name).")
        }
        return value
    }
}

extension Rule.Test {
    /// The field that the test is about.
    var field: String {
        switch self {
        case .present(let field), .among(let field, _), .notAfter(let field, _),
            .withoutNumbers(let field, _):
            field
        }
    }
}

extension Field {
    /// Whether a value of this field comes before or after one of `other`.
    fileprivate func isOrdered(with other: Field) -> Bool {
        guard ![.set, .log].contains(merge), ![.set, .log].contains(other.merge) else {
            return false
        }
        return switch (type, other.type) {
        case (.integer, .integer), (.money, .money): true
        case (.date, .date), (.date, .moment), (.moment, .date), (.moment, .moment): true
        default: false
        }
    }
}
