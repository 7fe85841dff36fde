/// A moment as fields keep it: to the second, always at Zhongshan's offset from UTC.
///
/// One offset for all, so that texts sort as moments do and two visits of one day have one day.
public struct Moment: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int64

    private static let localOffset: Int64 = 8 * 3_600

    /// Makes a moment.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Reads a day, `T` or a space, hours and minutes; with or without seconds, their fraction
    /// (left out), and an offset (`Z`, `+08:00`, `+0800`; without one the time is Zhongshan's).
    public init?(_ text: some StringProtocol) {
        // At T, t or a space.
        guard let split = text.utf8.firstIndex(where: { $0 == 84 || $0 == 116 || $0 == 32 }),
            let day = Day(text[..<split])
        else { return nil }
        var rest = Array(text.utf8[text.utf8.index(after: split)...])[...]
        guard let hour = Self.number(&rest, digits: 1...2), hour < 24,
            Self.take(":", from: &rest),
            let minute = Self.number(&rest, digits: 2...2), minute < 60
        else { return nil }
        var second: Int64 = 0
        if Self.take(":", from: &rest) {
            guard let read = Self.number(&rest, digits: 2...2), read < 60 else { return nil }
            second = read
            if Self.take(".", from: &rest), Self.number(&rest, digits: 1...9) == nil { return nil }
        }
        guard let offset = Self.offset(rest) else { return nil }
        secondsSince1970 =
            Int64(day.daysSince1970) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        // An offset can lead out of the years that are read; what is kept must be read again.
        guard Day.years.contains(self.day.parts.year) else { return nil }
    }

    /// The day in Zhongshan.
    public var day: Day { Day(millisecondsSince1970: secondsSince1970 * 1_000) }

    /// `2026-03-01T09:30:00+08:00`.
    public var text: String {
        let local = secondsSince1970 + Self.localOffset
        let second = local - Int64(day.daysSince1970) * 86_400
        let digits = { (number: Int64) in (number < 10 ? "0" : "") + String(number) }
        return day.text + "T" + digits(second / 3_600) + ":" + digits(second / 60 % 60) + ":"
            + digits(second % 60) + "+08:00"
    }

    /// Orders moments as they come.
    public static func < (left: Self, right: Self) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    private static func take(_ letter: Unicode.Scalar, from rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: letter) else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(
        _ rest: inout ArraySlice<UInt8>, digits: ClosedRange<Int>
    ) -> Int64? {
        let found = rest.prefix { (48...57).contains($0) }
        guard digits.contains(found.count) else { return nil }
        rest = rest.dropFirst(found.count)
        return found.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        var rest = text
        if rest.isEmpty { return localOffset }
        if take("Z", from: &rest) || take("z", from: &rest) { return rest.isEmpty ? 0 : nil }
        let isWest = rest.first == UInt8(ascii: "-")
        guard take("+", from: &rest) || take("-", from: &rest) else { return nil }
        let letters = rest.filter { $0 != UInt8(ascii: ":") }
        let hasColon = rest.count == 5 && rest.dropFirst(2).first == UInt8(ascii: ":")
        guard letters.count == 4, rest.count == 4 || hasColon else { return nil }
        var digits = letters[...]
        guard let hour = number(&digits, digits: 4...4), hour / 100 <= 14, hour % 100 < 60 else {
            return nil
        }
        let seconds = (hour / 100) * 3_600 + (hour % 100) * 60
        return isWest ? -seconds : seconds
    }
}
