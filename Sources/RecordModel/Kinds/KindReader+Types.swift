import Yams

extension KindReader {
    /// The type and what goes with it.
    mutating func type(_ section: Section, line: Int) -> FieldType? {
        guard let node = required(section, "type"), let name = text(node) else { return nil }
        let own: [String]
        let type: FieldType?
        switch name {
        case "text":
            own = ["bytes"]
            let bytes = integer(
                section, "bytes", within: 1...Int64(Self.textBytesMax),
                default: Int64(Self.textBytesDefault))
            type = bytes.map { .text(bytesMax: Int($0)) }
        case "integer":
            own = ["min", "max"]
            type = integerType(section)
        case "choice":
            own = ["choices"]
            type = choices(section).map { .choice($0) }
        case "reference":
            own = ["kind"]
            let kind = required(section, "kind").flatMap { text($0) }
            if let kind {
                checkKindName(kind, line: section.line(of: "kind"))
            }
            type = kind.map { .reference(kind: $0) }
        case "rows":
            own = ["columns"]
            type = rowColumns(section).map { .rows($0) }
        default:
            own = []
            type = Self.plainTypes[name]
            if type == nil {
                note(
                    node, "不认识类型“\(name)”，可用：\(Self.typeNames.joined(separator: "、"))。",
                    "Unknown type \"\(name)\"; known: \(Self.typeNames.joined(separator: ", ")).")
                return nil
            }
        }
        for key in ["bytes", "min", "max", "choices", "kind", "columns"]
        where section[key] != nil && !own.contains(key) {
            note(
                section.line(of: key), "类型 \(name) 没有“\(key)”。",
                "The type \(name) has no \"\(key)\".")
        }
        return type
    }

    private static let plainTypes: [String: FieldType] = [
        "money": .money, "boolean": .boolean, "date": .date, "moment": .moment,
        "resident_number": .residentNumber, "phone": .phone,
    ]

    private static let typeNames = [
        "text", "integer", "money", "boolean", "date", "moment", "choice", "resident_number",
        "phone", "reference", "rows",
    ]

    private mutating func integerType(_ section: Section) -> FieldType? {
        // What JSON carries exactly everywhere.
        let all: ClosedRange<Int64> = -(1 << 53)...(1 << 53)
        guard let low = integer(section, "min", within: all, default: all.lowerBound),
            let high = integer(section, "max", within: all, default: all.upperBound)
        else { return nil }
        guard low <= high else {
            note(section.line(of: "min"), "min 大于 max。", "min is greater than max.")
            return nil
        }
        return .integer(low...high)
    }

    /// Reads `urgent: {zh: 紧急, en: urgent}`, or `独居: living alone` where the stored value is
    /// the Chinese label.
    private mutating func choices(_ section: Section) -> [Choice]? {
        guard let node = required(section, "choices"),
            let list = self.section(node, line: section.line(of: "choices"), keys: nil)
        else { return nil }
        guard (1...Self.choicesMax).contains(list.entries.count) else {
            note(
                list.line, "choices 应有 1 到 \(Self.choicesMax) 项。",
                "A choice has 1 to \(Self.choicesMax) values.")
            return nil
        }
        var names: Set<String> = []
        return list.entries.map { value, line, node in
            checkChoice(value, line: line)
            let label =
                node.scalar.map { Label(chinese: value, english: $0.string) }
                ?? self.label(node, line: line)
            // Input may use any of the three, so none may mean two things.
            for name in Set([value, label.chinese, label.english.lowercased()])
            where !names.insert(name).inserted {
                note(line, "“\(name)”指两个选项。", "\"\(name)\" means two choices.")
            }
            return Choice(value: value, label: label)
        }
    }

    private mutating func checkChoice(_ value: String, line: Int) {
        let isPlain = !value.unicodeScalars.contains {
            $0.value < 32 || ";；、,，\"".unicodeScalars.contains($0)
        }
        guard (1...64).contains(value.utf8.count), isPlain else {
            note(
                line, "选项应为 1 到 64 字节，不含分号、顿号、逗号和引号。",
                "A choice is 1 to 64 bytes without semicolons, commas and quotes.")
            return
        }
    }

    private mutating func rowColumns(_ section: Section) -> [Field]? {
        guard let node = required(section, "columns"),
            let list = self.section(node, line: section.line(of: "columns"), keys: nil)
        else { return nil }
        guard (1...Self.choicesMax).contains(list.entries.count) else {
            note(list.line, "columns 不能为空。", "A table needs columns.")
            return nil
        }
        return list.entries.compactMap { name, line, node in
            checkName(name, line: line, reserved: [])
            guard
                let column = self.section(
                    node, line: line,
                    keys: ["label", "type", "required", "bytes", "min", "max", "choices"])
            else { return nil }
            let label = label(column, "label", line: line)
            guard let type = type(column, line: line) else { return nil }
            switch type {
            case .rows, .reference:
                note(
                    column.line(of: "type"), "表格的列不能是这个类型。",
                    "A column of a table cannot be of this type.")
                return nil
            default:
                return Field(
                    name: name, label: label, type: type, isRequired: flag(column, "required"))
            }
        }
    }
}
