/// A resident identity number of eighteen characters. Source: GB 11643.
///
/// The first six digits are not looked up: they name the county of first registration, which may
/// have been dissolved since.
public struct ResidentNumber: Hashable, Sendable {
    /// Why a text is no such number.
    public enum Mistake: Error, Hashable, Sendable, CaseIterable {
        /// Not seventeen digits and a digit or X.
        case shape
        /// The date of birth is not in the calendar.
        case date
        /// The date of birth has not come yet.
        case future
        /// The last character does not fit the others.
        case checksum
    }

    /// The eighteen characters, with a capital X.
    public let text: String

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432".utf8)

    /// Reads a number; a lower-case x counts as X.
    public init(_ text: some StringProtocol, today: Day) throws(Mistake) {
        var letters = Array(text.utf8)
        guard letters.count == 18, letters.prefix(17).allSatisfy({ (48...57).contains($0) }) else {
            throw .shape
        }
        if letters[17] == UInt8(ascii: "x") { letters[17] = UInt8(ascii: "X") }
        guard Self.checks.contains(letters[17]) else { throw .shape }
        guard let birth = Self.birthDate(letters) else { throw .date }
        guard birth <= today else { throw .future }
        guard letters[17] == Self.check(letters) else { throw .checksum }
        self.text = String(decoding: letters, as: UTF8.self)
    }

    /// The day of birth that the number says.
    public var birthDate: Day? { Self.birthDate(Array(text.utf8)) }

    /// The last character that belongs to the first seventeen digits.
    public static func check(_ letters: [UInt8]) -> UInt8 {
        let sum = zip(letters, weights).reduce(0) { $0 + Int($1.0 &- 48) * $1.1 }
        return checks[sum % 11]
    }

    private static func birthDate(_ letters: [UInt8]) -> Day? {
        let number = { (range: Range<Int>) in letters[range].reduce(0) { $0 * 10 + Int($1 - 48) } }
        return Day(year: number(6..<10), month: number(10..<12), day: number(12..<14))
    }
}

extension ResidentNumber.Mistake {
    /// The sentence for the person who entered it.
    public var message: Label {
        switch self {
        case .shape:
            Label(
                chinese: "身份证号应为 17 位数字加 1 位数字或 X。",
                english: "An identity number has 17 digits and then a digit or X.")
        case .date:
            Label(
                chinese: "身份证号里的出生日期不存在，请核对。",
                english: "The date of birth in the identity number does not exist. Check it.")
        case .future:
            Label(
                chinese: "身份证号里的出生日期还没有到，请核对。",
                english: "The date of birth in the identity number is in the future. Check it.")
        case .checksum:
            Label(
                chinese: "身份证号的校验位不对，可能有一位写错了，请核对。",
                english: "The identity number's check digit does not fit: one digit may be wrong.")
        }
    }
}
