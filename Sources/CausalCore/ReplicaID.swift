/// The name of one replica: one epoch of one device.
///
/// Sixteen bytes, the first half of a SHA-256 over the device's public key and the epoch, so that
/// nobody can claim another's. Two words in memory, compared as the bytes would be.
/// Source: Protocol/1-causality, "Replicas".
public struct ReplicaID: Hashable, Comparable, Sendable {
    let high: UInt64
    let low: UInt64

    /// The size of a replica id, in bytes.
    public static let byteCount = 16

    /// Reads an id from exactly sixteen bytes; nil for any other count.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.init(high: UInt64(bigEndian: words.high), low: UInt64(bigEndian: words.low))
    }

    /// Makes an id of its two big-endian words.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The sixteen bytes, most significant first.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    /// Appends the sixteen bytes, most significant first.
    public func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes.append(contentsOf: $0) }
    }

    /// Orders ids as their bytes.
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension ReplicaID: CustomStringConvertible {
    /// Thirty-two hexadecimal digits.
    public var description: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
