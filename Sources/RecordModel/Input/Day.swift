/// A day of the calendar.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let daysSince1970: Int

    /// The years that are read: a field's day lies in a life or in a file, not in the stars.
    static let years = 1800...2999

    /// Makes the day that lies `daysSince1970` after 1970-01-01.
    public init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// The day in Zhongshan of a moment.
    public init(millisecondsSince1970: Int64) {
        let local = millisecondsSince1970 / 1_000 + 8 * 3_600
        daysSince1970 = Int((Double(local) / 86_400).rounded(.down))
    }

    /// Makes a day of its parts; nil for one that the calendar does not have.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let days = Timestamp.days(Int64(year), Int64(month), Int64(day))
        // A day that the month lacks comes back as one of the next month.
        guard Timestamp.civil(days) == (Int64(year), Int64(month), Int64(day)) else { return nil }
        daysSince1970 = Int(days)
    }

    /// Reads `2026-03-01`, or `2026/3/1` as spreadsheets write it; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var numbers = [0, 0, 0]
        var widths = [0, 0, 0]
        var part = 0
        var separator: UInt8?
        for letter in text.utf8 {
            if (48...57).contains(letter) {
                numbers[part] = numbers[part] * 10 + Int(letter - 48)
                widths[part] += 1
                guard widths[part] <= (part == 0 ? 4 : 2) else { return nil }
            } else {
                guard part < 2, letter == separator ?? letter,
                    letter == UInt8(ascii: "-") || letter == UInt8(ascii: "/")
                else { return nil }
                separator = letter
                part += 1
            }
        }
        guard widths[0] == 4, widths[1] > 0, widths[2] > 0 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// Year, month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let civil = Timestamp.civil(Int64(daysSince1970))
        return (Int(civil.year), Int(civil.month), Int(civil.day))
    }

    /// `2026-03-01`.
    public var text: String {
        let (year, month, day) = parts
        return "\(year)-" + (month < 10 ? "0" : "") + "\(month)-" + (day < 10 ? "0" : "") + "\(day)"
    }

    /// Orders days as they come.
    public static func < (left: Self, right: Self) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }
}
