/// The state of a scope in 32 bytes: the sum, modulo 2^256, of a hash of each record.
///
/// A sum, so that a change to one record costs the same however many others there are.
/// Source: Protocol/2-records, "State digest".
public struct StateSum: Hashable, Sendable {
    /// Four words, least significant first.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The sum of nothing.
    public init() {}

    /// Reads 32 bytes, least significant first; nil for any other count.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        words = Self.words(bytes)
    }

    /// The 32 bytes, least significant first.
    public var bytes: [UInt8] {
        withUnsafeBytes(
            of: (
                words.0.littleEndian, words.1.littleEndian, words.2.littleEndian,
                words.3.littleEndian
            )
        ) { Array($0) }
    }

    /// Adds a hash of 32 bytes.
    public mutating func add(_ hash: [UInt8]) {
        let other = Self.words(hash)
        var carry = false
        (words.0, carry) = Self.sum(words.0, other.0, carry)
        (words.1, carry) = Self.sum(words.1, other.1, carry)
        (words.2, carry) = Self.sum(words.2, other.2, carry)
        (words.3, _) = Self.sum(words.3, other.3, carry)
    }

    /// Takes a hash of 32 bytes out again.
    public mutating func subtract(_ hash: [UInt8]) {
        let other = Self.words(hash)
        // Two's complement: minus x is not-x plus one.
        var carry = true
        (words.0, carry) = Self.sum(words.0, ~other.0, carry)
        (words.1, carry) = Self.sum(words.1, ~other.1, carry)
        (words.2, carry) = Self.sum(words.2, ~other.2, carry)
        (words.3, _) = Self.sum(words.3, ~other.3, carry)
    }

    private static func sum(_ left: UInt64, _ right: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (partial, first) = left.addingReportingOverflow(right)
        let (whole, second) = partial.addingReportingOverflow(carry ? 1 : 0)
        return (whole, first || second)
    }

    private static func words(_ bytes: [UInt8]) -> (UInt64, UInt64, UInt64, UInt64) {
        bytes.withUnsafeBytes { bytes in
            let word = { (index: Int) in
                UInt64(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: index * 8, as: UInt64.self))
            }
            return (word(0), word(1), word(2), word(3))
        }
    }

    /// Whether both are the same sum.
    public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    /// Feeds the four words.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
