/// The name of a record: sixteen bytes, of which the first six are the time of its making.
///
/// The time only keeps neighbours together on disk; no decision reads it. People see 26 letters and
/// digits of Crockford's base 32, lower case, which sort as the bytes do.
public struct RecordID: Hashable, Comparable, Sendable {
    let high: UInt64
    let low: UInt64

    /// Letters of the text form, in order of their value.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// For each byte the value of that letter in either case; 255 for what is none.
    private static let values = (UInt8.min...UInt8.max).map { letter -> UInt8 in
        let lower = (65...90).contains(letter) ? letter + 32 : letter
        return alphabet.firstIndex(of: lower).map { UInt8($0) } ?? 255
    }

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
        var words: (high: UInt64, low: UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.init(high: UInt64(bigEndian: words.high), low: UInt64(bigEndian: words.low))
    }

    /// Reads the 26-letter form, in either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let id = text.withUTF8({ Self.id($0) }) else { return nil }
        self = id
    }

    private static func id(_ letters: UnsafeBufferPointer<UInt8>) -> RecordID? {
        // The first letter holds three bits only.
        guard letters.count == textLength, values[Int(letters[0])] <= 7 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for letter in letters {
            let value = values[Int(letter)]
            guard value < 32 else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        return RecordID(high: high, low: low)
    }

    /// The time of its making by the maker's clock: for people to read.
    public var millisecondsSince1970: Int64 { Int64(high >> 16) }

    /// The sixteen bytes, most significant first.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    /// Appends the sixteen bytes, most significant first.
    public func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes.append(contentsOf: $0) }
    }

    /// The 26-letter form.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { letters in
            write(text: letters)
            return Self.textLength
        }
    }

    /// Writes the 26-letter form to the first ``textLength`` of `letters`.
    public func write(text letters: UnsafeMutableBufferPointer<UInt8>) {
        precondition(letters.count >= Self.textLength, "room for the letters")
        var high = high
        var low = low
        Self.alphabet.withUnsafeBufferPointer { alphabet in
            for index in (0..<Self.textLength).reversed() {
                letters[index] = alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
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
