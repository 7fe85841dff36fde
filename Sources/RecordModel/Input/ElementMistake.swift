/// Why a value is none of its field's.
enum ElementMistake: Error {
    case wrongType
    case range
    case length
    case controlCharacter
    case residentNumber(ResidentNumber.Mistake)

    /// The sentence, which says what belongs there and never what was entered.
    func message(for type: FieldType) -> Label {
        switch (self, type) {
        case (.residentNumber(let mistake), _): mistake.message
        case (.controlCharacter, _):
            Label(
                chinese: "含有看不见的控制字符，请重新输入。",
                english: "There are invisible control characters in it. Enter it again.")
        case (.length, .text(let bytesMax)):
            Label(
                chinese: "太长，最多 \(bytesMax) 字节（约 \(bytesMax / 3) 个汉字）。",
                english: "Too long: at most \(bytesMax) bytes of UTF-8.")
        case (.range, .integer(let bounds)):
            Label(
                chinese: "应在 \(bounds.lowerBound) 到 \(bounds.upperBound) 之间。",
                english: "It must be from \(bounds.lowerBound) to \(bounds.upperBound).")
        default: type.expectation
        }
    }
}

extension FieldType {
    /// What to enter in a field of this type.
    var expectation: Label {
        switch self {
        case .text: Label(chinese: "应为文字。", english: "It must be a text.")
        case .integer: Label(chinese: "应为整数。", english: "It must be a whole number.")
        case .money:
            Label(
                chinese: "应为金额，单位元，如 12.34。",
                english: "It must be an amount in yuan, as 12.34.")
        case .boolean: Label(chinese: "应为“是”或“否”。", english: "It must be true or false.")
        case .date:
            Label(
                chinese: "应为日历上有的日期，如 2026-03-01。",
                english: "It must be a day of the calendar, as 2026-03-01.")
        case .moment:
            Label(
                chinese: "应为日期和时间，如 2026-03-01T09:30:00+08:00。",
                english: "It must be a date and time, as 2026-03-01T09:30:00+08:00.")
        case .choice(let choices): Self.expectation(of: choices)
        case .residentNumber: ResidentNumber.Mistake.shape.message
        case .phone:
            Label(
                chinese: "应为电话号码，如 13800138000 或 0760-88881234。",
                english: "It must be a telephone number, as 0760-88881234.")
        case .reference(let kind):
            Label(
                chinese: "应为 \(kind) 记录的 26 位编号。",
                english: "It must be the 26-letter id of a \(kind) record.")
        case .rows: Label(chinese: "应为表格。", english: "It must be a table.")
        }
    }

    private static func expectation(of choices: [Choice]) -> Label {
        let shown = choices.prefix(20)
        let more = choices.count > shown.count ? " …" : ""
        return Label(
            chinese: "只能选：" + shown.map(\.label.chinese).joined(separator: "、") + more + "。",
            english: "It must be one of "
                + shown.map(\.value).joined(separator: ", ") + more + ".")
    }
}
