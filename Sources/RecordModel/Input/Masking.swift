/// Hides what names or reaches a person, leaving as much as lets a clerk tell two apart.
public enum Masking: Sendable {
    /// `value` of `field` as lists and reports show it unless somebody reveals it.
    public static func masked(_ value: Value, of field: Field) -> Value {
        guard field.isPersonal else { return value }
        switch value {
        case .null: return .null
        case .list(let list): return .list(list.map { masked($0, of: field) })
        case .text(let text): return .text(masked(text, of: field))
        case .boolean, .integer, .object: return .text("***")
        }
    }

    private static func masked(_ text: String, of field: Field) -> String {
        switch field.type {
        case .residentNumber: residentNumber(text)
        case .phone: phone(text)
        case .date, .moment: String(text.prefix(4)) + "-**-**"
        case .text:
            if field.name == "name" || field.name.hasSuffix("_name") {
                name(text)
            } else if field.name.hasSuffix("address") {
                address(text)
            } else {
                general(text)
            }
        default: "***"
        }
    }

    /// `陈*`: the first character, whatever the length.
    public static func name(_ text: String) -> String {
        text.isEmpty ? "" : text.prefix(1) + "*"
    }

    /// `4420**********123X`: the first and the last four.
    public static func residentNumber(_ text: String) -> String {
        guard text.count > 8 else { return String(repeating: "*", count: text.count) }
        return text.prefix(4) + String(repeating: "*", count: text.count - 8) + text.suffix(4)
    }

    /// `138****8000`: the first three and the last four.
    public static func phone(_ text: String) -> String {
        guard text.count > 7 else { return String(repeating: "*", count: text.count) }
        return text.prefix(3) + String(repeating: "*", count: text.count - 7) + text.suffix(4)
    }

    /// `中山市石岐街***`: city and town.
    public static func address(_ text: String) -> String {
        text.isEmpty ? "" : text.prefix(text.count > 9 ? 6 : 2) + "***"
    }

    /// `王***`: the first character of a short text, nothing of a long one.
    public static func general(_ text: String) -> String {
        text.isEmpty ? "" : (text.count <= 40 ? String(text.prefix(1)) : "") + "***"
    }

    /// Whether an identity or telephone number stands in `text`.
    public static func hasNumber(_ text: String) -> Bool {
        !numbers(in: Array(PlainText.halfWidth(text).unicodeScalars)).isEmpty
    }

    /// `text` with every identity and telephone number in it masked, as it is published.
    public static func withoutNumbers(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        let found = numbers(in: Array(PlainText.halfWidth(text).unicodeScalars))
        if found.isEmpty { return text }
        for range in found {
            let isIdentity = range.count >= 15
            let kept = isIdentity ? 4 : 3
            for place in range.dropFirst(kept).dropLast(4) { scalars[place] = "*" }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Runs of digits that are identity numbers (15 or 18 places), mobile numbers (11, beginning
    /// with 13 to 19) or landlines with their area code (10 to 12, beginning with 0), whatever
    /// spaces and hyphens people put between.
    private static func numbers(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        while start < scalars.count {
            guard isDigit(scalars[start]), start == 0 || !isLetter(scalars[start - 1]) else {
                start += 1
                continue
            }
            var end = start
            var digits: [Unicode.Scalar] = []
            var place = start
            while place < scalars.count {
                if isDigit(scalars[place]) {
                    digits.append(scalars[place])
                    end = place + 1
                } else if scalars[place] != "-" && scalars[place] != " " || place > end {
                    break
                }
                place += 1
            }
            if end < scalars.count, digits.count == 17, "Xx".unicodeScalars.contains(scalars[end]) {
                digits.append(scalars[end])
                end += 1
            }
            if isNumber(digits) { found.append(start..<end) }
            start = end
        }
        return found
    }

    private static func isNumber(_ digits: [Unicode.Scalar]) -> Bool {
        switch digits.count {
        case 15, 18: digits[0] != "0"
        case 11 where digits[0] == "1": digits[1] >= "3"
        case 13 where digits.starts(with: "861".unicodeScalars): digits[3] >= "3"
        case 10...12: digits[0] == "0"
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}
