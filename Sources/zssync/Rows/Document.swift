import RecordModel

/// JSON whose names keep the order that the documentation gives them.
indirect enum Document: Hashable, Sendable {
    case value(Value)
    case list([Document])
    case object([Member])
    /// A number with a fraction, which no record holds.
    case number(Double)

    /// A name and what stands under it.
    struct Member: Hashable, Sendable {
        let name: String
        let document: Document

        init(_ name: String, _ document: Document) {
            self.name = name
            self.document = document
        }
    }

    static func text(_ text: String) -> Document { .value(.text(text)) }
    static func integer(_ integer: Int) -> Document { .value(.integer(Int64(integer))) }
    static func boolean(_ boolean: Bool) -> Document { .value(.boolean(boolean)) }
    static let null = Document.value(.null)

    /// Appends the document as compact JSON.
    func append(to letters: inout [UInt8]) {
        switch self {
        case .value(let value): value.appendJSON(to: &letters)
        case .number(let number): letters += Self.text(of: number).utf8
        case .list(let list):
            letters.append(UInt8(ascii: "["))
            for (index, document) in list.enumerated() {
                if index > 0 { letters.append(UInt8(ascii: ",")) }
                document.append(to: &letters)
            }
            letters.append(UInt8(ascii: "]"))
        case .object(let members):
            letters.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { letters.append(UInt8(ascii: ",")) }
                Value.appendJSON(text: member.name, to: &letters)
                letters.append(UInt8(ascii: ":"))
                member.document.append(to: &letters)
            }
            letters.append(UInt8(ascii: "}"))
        }
    }

    /// What a cell of CSV holds: text bare, lists and objects as JSON.
    var cell: String {
        switch self {
        case .value(.null): return ""
        case .value(.text(let text)): return text
        default:
            var letters: [UInt8] = []
            append(to: &letters)
            return String(decoding: letters, as: UTF8.self)
        }
    }

    /// Three places behind the point, as far as they are needed.
    private static func text(of number: Double) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return "null" }
        return String((number * 1_000).rounded() / 1_000)
    }
}
