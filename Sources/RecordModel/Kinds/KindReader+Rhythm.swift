import Yams

extension KindReader {
    private static let daysMax = 3_660

    /// The rhythm of visits; nil where the file has none. What it says of the visits' kind, which is
    /// another file, is looked at when it is used.
    mutating func rhythm(_ page: Section, fields: [Field], lifecycle: Lifecycle?) -> Rhythm? {
        guard let node = page["rhythm"],
            let section = section(
                node, line: page.line(of: "rhythm"),
                keys: ["kind", "subject", "at", "level", "days", "states", "retry"]),
            let kind = required(section, "kind").flatMap({ text($0) }),
            let subject = required(section, "subject").flatMap({ text($0) }),
            let at = required(section, "at").flatMap({ text($0) }),
            let levelNode = required(section, "level"), let level = text(levelNode)
        else { return nil }
        guard let field = fields.first(where: { $0.name == level }),
            case .choice(let choices) = field.type
        else {
            noteUnknownField(level, line: line(of: levelNode))
            return nil
        }
        let names = choices.map(\.value)
        let states = section["states"].map { texts($0) } ?? []
        for (state, line) in states where lifecycle?[state] == nil {
            noteUnknownState(state, line: line)
        }
        return Rhythm(
            kind: kind, subject: subject, at: at, level: level,
            days: days(section, levels: names), states: states.map(\.text),
            retry: retry(section, levels: names))
    }

    private mutating func days(_ section: Section, levels: [String]) -> [String: Int] {
        guard let node = required(section, "days"),
            let days = self.section(node, line: section.line(of: "days"), keys: levels)
        else { return [:] }
        var read: [String: Int] = [:]
        for level in levels where days[level] != nil {
            read[level] = integer(days, level, within: 1...Int64(Self.daysMax), default: nil)
                .map { Int($0) }
        }
        return read
    }

    private mutating func retry(_ section: Section, levels: [String]) -> Rhythm.Retry? {
        guard let node = section["retry"],
            let retry = self.section(
                node, line: section.line(of: "retry"), keys: ["field", "values", "days"]),
            let field = required(retry, "field").flatMap({ text($0) }),
            let values = required(retry, "values")
        else { return nil }
        return Rhythm.Retry(
            field: field, values: texts(values).map(\.text), days: days(retry, levels: levels))
    }
}
