/// Reads one value by its type, or one element of a set or log.
struct ElementInput {
    let today: Day

    /// Reads what JSON said.
    func value(json value: Value, type: FieldType) throws(ElementMistake) -> Value {
        switch (type, value) {
        case (_, .null): return .null
        case (.boolean, .boolean): return value
        case (.integer(let bounds), .integer(let integer)):
            guard bounds.contains(integer) else { throw .range }
            return value
        case (.money, .integer(let fen)):
            guard fen.magnitude <= UInt64(Money.fenMax) else { throw .range }
            return value
        // "12" might mean 12 yuan or 12 fen.
        case (.integer, .text), (.money, .text), (.boolean, .text): throw .wrongType
        case (_, .text(let text)):
            guard let clean = PlainText.clean(text) else { throw .controlCharacter }
            return try self.value(clean: clean, type: type)
        default: throw .wrongType
        }
    }

    /// Reads `text` of a form or a cell, as ``PlainText`` cleaned it.
    func value(clean text: String, type: FieldType) throws(ElementMistake) -> Value {
        if text.isEmpty { return .null }
        switch type {
        case .text(let bytesMax):
            guard text.utf8.count <= bytesMax else { throw .length }
            return .text(text)
        case .integer(let bounds):
            guard let integer = Int64(PlainText.halfWidth(text)) else { throw .wrongType }
            guard bounds.contains(integer) else { throw .range }
            return .integer(integer)
        case .money:
            guard let fen = Money.fen(PlainText.halfWidth(text)) else { throw .wrongType }
            return .integer(fen)
        case .boolean: return .boolean(try boolean(text))
        case .date:
            guard let day = Day(PlainText.halfWidth(text)) else { throw .wrongType }
            return .text(day.text)
        case .moment:
            guard let moment = Moment(PlainText.halfWidth(text)) else { throw .wrongType }
            return .text(moment.text)
        case .choice(let choices): return .text(try choice(text, among: choices))
        case .residentNumber:
            do throws(ResidentNumber.Mistake) {
                return .text(try ResidentNumber(PlainText.halfWidth(text), today: today).text)
            } catch {
                throw .residentNumber(error)
            }
        case .phone: return .text(try phone(text))
        case .reference:
            guard let id = RecordID(text) else { throw .wrongType }
            return .text(id.text)
        case .rows: throw .wrongType
        }
    }

    private func boolean(_ text: String) throws(ElementMistake) -> Bool {
        switch text.lowercased() {
        case "是", "true", "yes": return true
        case "否", "false", "no": return false
        default: throw .wrongType
        }
    }

    /// The stored value for what was written: itself, or either label.
    private func choice(_ text: String, among choices: [Choice]) throws(ElementMistake) -> String {
        if let choice = choices.first(where: { $0.value == text }) { return choice.value }
        let english = text.lowercased()
        guard
            let choice = choices.first(where: {
                $0.label.chinese == text || $0.label.english.lowercased() == english
            })
        else { throw .wrongType }
        return choice.value
    }

    private func phone(_ text: String) throws(ElementMistake) -> String {
        let letters = PlainText.halfWidth(text).utf8.filter { $0 != 32 }
        let digits = letters.filter { (48...57).contains($0) }.count
        let isNumber = letters.enumerated().allSatisfy { index, letter in
            (48...57).contains(letter) || letter == UInt8(ascii: "-") && index > 0
                || letter == UInt8(ascii: "+") && index == 0
        }
        guard isNumber, (3...20).contains(digits), letters.count <= 24 else { throw .wrongType }
        return String(decoding: letters, as: UTF8.self)
    }
}
