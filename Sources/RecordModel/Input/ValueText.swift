/// Values as people and CSV files read them.
public struct ValueText: Hashable, Sendable {
    /// The language of choices; nil for the values as stored, which any zssync reads back.
    public let language: Language?

    /// Makes a writer of texts in `language`.
    public init(language: Language? = nil) {
        self.language = language
    }

    /// The text of `value`; ``FieldInput/value(text:for:)`` gives the value back.
    public func text(_ value: Value, of field: Field) -> String {
        switch value {
        case .null: return ""
        case .list(let list) where field.merge == .set || field.merge == .log:
            return joined(list, of: field)
        default: return element(value, of: field.type)
        }
    }

    /// Elements with `；` between, lines of a log one below the other; as JSON where an element has
    /// a separator in itself.
    private func joined(_ list: [Value], of field: Field) -> String {
        let texts = list.map { element($0, of: field.type) }
        let separators = field.merge == .set ? ";；、\n" : "\n"
        let isPlain = texts.allSatisfy { text in
            !text.isEmpty && text.utf8.first != UInt8(ascii: "[")
                && !text.contains { separators.contains($0) }
        }
        guard isPlain else { return Value.list(list).json }
        return texts.joined(separator: field.merge == .set ? "；" : "\n")
    }

    private func element(_ value: Value, of type: FieldType) -> String {
        switch (type, value) {
        case (.money, .integer(let fen)): Money.text(fen: fen)
        case (.choice(let choices), .text(let text)):
            language.flatMap { language in
                choices.first { $0.value == text }?.label.text(in: language)
            } ?? text
        case (_, .text(let text)): text
        case (_, .integer(let integer)): String(integer)
        case (_, .boolean(let boolean)):
            switch language {
            case nil: boolean ? "true" : "false"
            case .chinese: boolean ? "是" : "否"
            case .english: boolean ? "yes" : "no"
            }
        case (_, .null): ""
        case (_, .list), (_, .object): value.json
        }
    }
}
