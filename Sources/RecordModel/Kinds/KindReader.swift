import Yams

/// Reads a kind from the text of its YAML file.
///
/// A file that is not right in every part is refused whole, with all its mistakes and their lines:
/// a field that a replica half understands would merge in one way here and in another there.
/// Source: Protocol/kinds/README.
public struct KindReader: Sendable {
    /// The most bytes of one file: what one text value carries in `control`.
    public static let fileBytesMax = 64 << 10
    /// The most fields of one kind.
    public static let fieldsMax = 200
    /// The most choices of one field, and the most columns of one table inside a record.
    public static let choicesMax = 200
    /// The most bytes of a text field.
    public static let textBytesMax = 64 << 10
    /// The most bytes of a text field that does not say.
    public static let textBytesDefault = 400

    let file: String
    var mistakes: [KindFileError.Mistake] = []
    /// Fields that are wrong in themselves: naming them elsewhere is no further mistake.
    var brokenFields: Set<String> = []

    /// Reads the kind that `source` describes; `file` is the name that mistakes are reported under.
    public static func kind(source: String, file: String) throws(KindFileError) -> Kind {
        var reader = KindReader(file: file)
        let kind = reader.read(source)
        guard let kind, reader.mistakes.isEmpty else {
            throw KindFileError(file: file, mistakes: reader.mistakes)
        }
        return kind
    }

    private init(file: String) {
        self.file = file
    }

    private mutating func read(_ source: String) -> Kind? {
        guard let root = parse(source),
            let page = section(
                root, line: 1,
                keys: [
                    "kind", "version", "label", "audience", "columns", "identities", "fields",
                    "lifecycle", "rules", "rhythm",
                ])
        else { return nil }
        let name = kindName(page)
        let version = integer(page, "version", within: 1...1_000_000, default: nil)
        let label = label(page, "label", line: page.line)
        let isControl = page["audience"]?.scalar?.string == "control"
        let lifecycle = lifecycle(page)
        let fields = fields(page, of: name, lifecycle: lifecycle, isControl: isControl)
        checkGuards(page, fields: fields)
        let audience = audience(page, lifecycle: lifecycle)
        let columns = columns(page, fields: fields)
        let identities = identities(page, fields: fields)
        let rules = rules(page, fields: fields)
        let rhythm = rhythm(page, fields: fields, lifecycle: lifecycle)
        guard mistakes.isEmpty, let version else { return nil }
        return Kind(
            name: name, version: Int(version), label: label, audience: audience, fields: fields,
            columns: columns, identities: identities, lifecycle: lifecycle, rules: rules,
            rhythm: rhythm, source: source)
    }

    private mutating func kindName(_ page: Section) -> String {
        guard let node = required(page, "kind"), let name = text(node) else { return "" }
        checkKindName(name, line: line(of: node))
        return name
    }

    private mutating func audience(_ page: Section, lifecycle: Lifecycle?) -> Kind.Audience {
        guard let node = required(page, "audience") else { return .site }
        switch node.scalar?.string {
        case "control": return .control
        case "site": return .site
        case .some:
            note(
                node, "audience 只能是 control、site 或 {published: [状态]}。",
                "The audience is control, site or {published: [states]}.")
            return .site
        case nil: break
        }
        guard let section = section(node, line: page.line, keys: ["published"]),
            let list = required(section, "published")
        else { return .site }
        let states = texts(list)
        if states.isEmpty {
            note(list, "published 至少要有一个状态。", "Name at least one published state.")
        }
        for (state, line) in states where lifecycle?[state] == nil {
            noteUnknownState(state, line: line)
        }
        return .published(states: states.map(\.text))
    }

    private mutating func columns(_ page: Section, fields: [Field]) -> [String] {
        guard let node = page["columns"] else { return [] }
        let columns = texts(node)
        for (name, line) in columns where !fields.contains(where: { $0.name == name }) {
            noteUnknownField(name, line: line)
        }
        return columns.map(\.text)
    }

    private mutating func identities(_ page: Section, fields: [Field]) -> [Kind.Identity] {
        guard let node = page["identities"] else { return [] }
        return sequence(node).compactMap { node in
            guard let section = section(node, line: line(of: node), keys: ["name", "parts"]),
                let nameNode = required(section, "name"), let name = text(nameNode),
                let parts = required(section, "parts")
            else { return nil }
            checkName(name, line: line(of: nameNode), reserved: [])
            let read = sequence(parts).compactMap { part($0, fields: fields) }
            if read.isEmpty {
                note(parts, "parts 至少要有一个字段。", "An identity needs at least one field.")
            }
            return Kind.Identity(name: name, parts: read)
        }
    }

    /// Reads `visited_at` or `{day: visited_at}`.
    private mutating func part(_ node: Node, fields: [Field]) -> Kind.Part? {
        let isDay = node.scalar == nil
        var nameNode = node
        if isDay {
            guard let section = section(node, line: line(of: node), keys: ["day"]),
                let day = required(section, "day")
            else { return nil }
            nameNode = day
        }
        guard let name = text(nameNode) else { return nil }
        guard let field = fields.first(where: { $0.name == name }) else {
            noteUnknownField(name, line: line(of: nameNode))
            return nil
        }
        let isRows = if case .rows = field.type { true } else { false }
        if isRows || [.set, .log, .sum].contains(field.merge) {
            note(
                nameNode, "字段 \(name) 有多个值，不能用来认定重复。",
                "The field \(name) holds many values and cannot identify a record.")
        }
        if isDay, field.type != .moment {
            note(
                nameNode, "day 只用于 moment 类型的字段。", "Only a moment has a day.")
        }
        return Kind.Part(field: name, isDay: isDay)
    }
}
