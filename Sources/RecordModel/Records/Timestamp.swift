/// Milliseconds since 1970 as people in Zhongshan read them: ISO 8601 at UTC+8.
public enum Timestamp: Sendable {
    private static let offset: Int64 = 8 * 3_600_000
    private static let dayMilliseconds: Int64 = 86_400_000
    private static let pattern = "0000-00-00T00:00:00.000+08:00"
    private static let textLength = 29
    /// Years 0001 to 9999: a hostile clock shows as the nearest of them.
    private static let bounds: ClosedRange<Int64> = -62_135_596_800_000...253_402_271_999_999

    /// `2026-03-01T09:30:00.125+08:00`; 29 letters.
    public static func text(_ millisecondsSince1970: Int64) -> String {
        let local = min(max(millisecondsSince1970, bounds.lowerBound), bounds.upperBound) + offset
        let day = local >= 0 ? local / dayMilliseconds : (local + 1) / dayMilliseconds - 1
        let rest = local - day * dayMilliseconds
        let (year, month, dayOfMonth) = civil(day)
        return String(unsafeUninitializedCapacity: textLength) { letters in
            _ = letters.initialize(fromContentsOf: pattern.utf8)
            func write(_ number: Int64, _ place: Int, _ width: Int) {
                var rest = number
                for index in (place..<place + width).reversed() {
                    letters[index] = UInt8(truncatingIfNeeded: 48 + rest % 10)
                    rest /= 10
                }
            }
            write(year, 0, 4)
            write(month, 5, 2)
            write(dayOfMonth, 8, 2)
            write(rest / 3_600_000, 11, 2)
            write(rest / 60_000 % 60, 14, 2)
            write(rest / 1_000 % 60, 17, 2)
            write(rest % 1_000, 20, 3)
            return textLength
        }
    }

    /// Reads what ``text(_:)`` wrote; nil for anything else.
    public static func milliseconds(_ text: String) -> Int64? {
        let letters = Array(text.utf8)
        guard letters.count == textLength, text.hasSuffix("+08:00") else { return nil }
        let number: (Range<Int>) -> Int64? = { Int64(String(decoding: letters[$0], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), let millisecond = number(20..<23)
        else { return nil }
        let seconds = hour * 3_600 + minute * 60 + second
        let found =
            days(year, month, day) * dayMilliseconds + seconds * 1_000 + millisecond - offset
        // Thirteenth months, other separators and signs before numbers are not what was written.
        return Self.text(found) == text ? found : nil
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar, which repeats every 400 years.
    static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        // Years begin in March, so that a leap day is the last.
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// The opposite of ``days(_:_:_:)``.
    static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }
}
