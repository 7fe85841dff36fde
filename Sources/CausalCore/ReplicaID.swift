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
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 {
                high = high << 8 | UInt64(byte)
            } else {
                low = low << 8 | UInt64(byte)
            }
        }
        self.init(high: high, low: low)
    }

    /// Makes an id of its two big-endian words.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The sixteen bytes, most significant first.
    public var bytes: [UInt8] {
        var bytes = [UInt8]()
        bytes.reserveCapacity(Self.byteCount)
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
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
