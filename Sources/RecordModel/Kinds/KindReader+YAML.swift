import Yams

extension KindReader {
    /// A mapping of the file, with the line of each of its keys.
    struct Section {
        let line: Int
        let entries: [(key: String, line: Int, node: Node)]

        subscript(key: String) -> Node? { entries.first { $0.key == key }?.node }

        func line(of key: String) -> Int { entries.first { $0.key == key }?.line ?? line }
    }

    /// The deepest that a kind file can nest, in columns of indentation and in open brackets.
    private static let columnsMax = 64
    private static let bracketsMax = 16

    /// Parses `source` once it is known to be small, shallow and free of aliases.
    mutating func parse(_ source: String) -> Node? {
        guard source.utf8.count <= Self.fileBytesMax else {
            note(
                1, "文件超过 \(Self.fileBytesMax) 字节。",
                "The file is over \(Self.fileBytesMax) bytes.")
            return nil
        }
        guard isShallow(source) else { return nil }
        do {
            guard let root = try Parser(yaml: source, encoding: .utf8).singleRoot() else {
                note(1, "文件是空的。", "The file is empty.")
                return nil
            }
            return root
        } catch let error as YamlError {
            note(error)
        } catch {
            note(1, "不是有效的 YAML。", "This is not valid YAML.")
        }
        return nil
    }

    /// Refuses what a parser would spend memory or stack on before any of our checks could run:
    /// aliases (they multiply) and deep nesting. It does not know quotes, so it refuses too much
    /// rather than too little.
    private mutating func isShallow(_ source: String) -> Bool {
        var open = 0
        for (index, line) in source.utf8.split(separator: 10, omittingEmptySubsequences: false)
            .enumerated()
        {
            let indent = line.prefix { " -?:\t".utf8.contains($0) }.count
            for byte in line {
                if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { open += 1 }
                if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { open -= 1 }
                guard open <= Self.bracketsMax else { break }
            }
            guard indent <= Self.columnsMax, open <= Self.bracketsMax else {
                note(index + 1, "嵌套太深。", "The nesting is too deep.")
                return false
            }
            var before = UInt8(ascii: " ")
            for (byte, next) in zip(line, line.dropFirst()) {
                let isStart = " \t[{,:-?".utf8.contains(before)
                let isMark = byte == UInt8(ascii: "*") || byte == UInt8(ascii: "&")
                if isStart, isMark, !" \t".utf8.contains(next) {
                    note(
                        index + 1, "不能使用 YAML 的锚点（&）和别名（*）。",
                        "Anchors (&) and aliases (*) of YAML are not allowed.")
                    return false
                }
                before = byte
            }
        }
        return true
    }

    private mutating func note(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            note(
                mark.line, "不是有效的 YAML（\(problem)）。",
                "This is not valid YAML: \(problem).")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.joined(separator: ", ")
            note(
                context.mark.line, "“\(names)”写了两次。", "\"\(names)\" is written twice.")
        default:
            note(
                1, "文件里有 YAML 不允许的字符。", "The file has characters that YAML forbids.")
        }
    }

    /// The mapping in `node`, all of whose keys must be among `keys`; nil keys for any name.
    mutating func section(_ node: Node, line: Int, keys: [String]?) -> Section? {
        guard let mapping = node.mapping else {
            note(
                node.mark?.line ?? line, "这里应为“名称: 值”的列表。",
                "A mapping of names to values belongs here.")
            return nil
        }
        var entries: [(key: String, line: Int, node: Node)] = []
        for (key, value) in mapping {
            guard let name = text(key) else { continue }
            if let keys, !keys.contains(name) {
                note(
                    key, "不认识“\(name)”，这里可用：\(keys.joined(separator: "、"))。",
                    "Unknown key \"\(name)\"; known here: \(keys.joined(separator: ", ")).")
            }
            entries.append((name, self.line(of: key), value))
        }
        return Section(line: entries.first?.line ?? line, entries: entries)
    }

    /// The value of `key`, which must be there.
    mutating func required(_ section: Section, _ key: String) -> Node? {
        if let node = section[key] { return node }
        note(section.line, "缺少“\(key)”。", "\"\(key)\" is missing.")
        return nil
    }

    /// The elements of `node`, which must be a sequence.
    mutating func sequence(_ node: Node) -> [Node] {
        guard let sequence = node.sequence else {
            note(node, "这里应为列表，如 [a, b]。", "A list such as [a, b] belongs here.")
            return []
        }
        return Array(sequence)
    }

    /// The text of `node`, which must be a single value.
    mutating func text(_ node: Node) -> String? {
        guard let scalar = node.scalar else {
            note(node, "这里应为一个值。", "A single value belongs here.")
            return nil
        }
        return scalar.string
    }

    /// The texts in the sequence `node` with their lines; none twice.
    mutating func texts(_ node: Node) -> [(text: String, line: Int)] {
        var found: [(text: String, line: Int)] = []
        for element in sequence(node) {
            guard let text = text(element) else { continue }
            if found.contains(where: { $0.text == text }) {
                note(element, "“\(text)”写了两次。", "\"\(text)\" is written twice.")
            } else {
                found.append((text, line(of: element)))
            }
        }
        return found
    }

    /// The whole number under `key`; where it is missing, `default`, or a mistake if that is nil.
    mutating func integer(
        _ section: Section, _ key: String, within bounds: ClosedRange<Int64>, default: Int64?
    ) -> Int64? {
        if section[key] == nil, let `default` { return `default` }
        guard let node = required(section, key), let text = text(node) else { return nil }
        guard let number = Int64(text), bounds.contains(number) else {
            note(
                node,
                "“\(key)”应为 \(bounds.lowerBound) 到 \(bounds.upperBound) 的整数。",
                "\"\(key)\" must be a whole number from \(bounds.lowerBound) to"
                    + " \(bounds.upperBound).")
            return nil
        }
        return number
    }

    /// The `true` or `false` under `key`; false where it is missing.
    mutating func flag(_ section: Section, _ key: String) -> Bool {
        guard let node = section[key] else { return false }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            note(node, "“\(key)”应为 true 或 false。", "\"\(key)\" must be true or false.")
            return false
        }
    }

    /// The label `{zh: …, en: …}` under `key`.
    mutating func label(_ section: Section, _ key: String, line: Int) -> Label {
        guard let node = required(section, key) else { return Label(chinese: "", english: "") }
        return label(node, line: line)
    }

    /// The label `{zh: …, en: …}` in `node`.
    mutating func label(_ node: Node, line: Int) -> Label {
        guard let section = section(node, line: line, keys: ["zh", "en"]) else {
            return Label(chinese: "", english: "")
        }
        let texts = ["zh", "en"].map { key in
            let text = required(section, key).flatMap { self.text($0) } ?? ""
            if section[key] != nil, !(1...1_000).contains(text.utf8.count) {
                note(section.line(of: key), "“\(key)”不能为空。", "\"\(key)\" must not be empty.")
            }
            return text
        }
        return Label(chinese: texts[0], english: texts[1])
    }

    /// The line that `node` begins on.
    func line(of node: Node) -> Int { node.mark?.line ?? 1 }

    /// Notes a mistake at `node`.
    mutating func note(_ node: Node, _ chinese: String, _ english: String) {
        note(line(of: node), chinese, english)
    }

    /// Notes a mistake on `line`.
    mutating func note(_ line: Int, _ chinese: String, _ english: String) {
        mistakes.append(.init(line: line, reason: Label(chinese: chinese, english: english)))
    }

    mutating func noteUnknownField(_ name: String, line: Int) {
        if brokenFields.contains(name) { return }
        note(line, "没有名为“\(name)”的字段。", "There is no field called \"\(name)\".")
    }

    mutating func noteUnknownState(_ name: String, line: Int) {
        note(line, "没有名为“\(name)”的状态。", "There is no state called \"\(name)\".")
    }
}
