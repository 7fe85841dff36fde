/// The name of a record: sixteen bytes, of which the first six are the time of its making.
///
/// The time only keeps neighbours together on disk; no decision reads it. People see 26 letters and
/// digits of Crockford's base 32, lower case, which sort as the bytes do.
public struct RecordID: Hashable, Comparable, Sendable {
    let high: UInt64
    let low: UInt64

    /// Letters of the text form, in order of their value.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Length of the text form.
    public static let textLength = 26

    /// Makes an id of a time in milliseconds since 1970 and two random words.
    public init(millisecondsSince1970: Int64, random: (UInt64, UInt64)) {
        high = UInt64(truncatingIfNeeded: millisecondsSince1970) << 16 | random.0 & 0xFFFF
        low = random.1
    }

    /// Makes an id of its two big-endian words.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads an id from exactly sixteen bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads the 26-letter form, in either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == Self.textLength else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, letter) in text.utf8.enumerated() {
            let lower = (65...90).contains(letter) ? letter + 32 : letter
            guard let value = Self.alphabet.firstIndex(of: lower) else { return nil }
            if index == 0, value > 7 { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        self.high = high
        self.low = low
    }

    /// The sixteen bytes, most significant first.
    public var bytes: [UInt8] {
        [high, low].flatMap { word in
            stride(from: 56, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: word >> UInt64($0))
            }
        }
    }

    /// The 26-letter form.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { letters in
            var high = high
            var low = low
            for index in stride(from: Self.textLength - 1, through: 0, by: -1) {
                letters[index] = Self.alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            return Self.textLength
        }
    }

    /// Orders ids as their bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension RecordID: CustomStringConvertible {
    /// The 26-letter form.
    public var description: String { text }
}
