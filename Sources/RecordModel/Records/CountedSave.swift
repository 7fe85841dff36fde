import CausalCore

/// What a save is known by, wherever its body stands: the first half of the body's digest.
public struct SaveID: Hashable, Comparable, Sendable {
    let high: UInt64
    let low: UInt64

    /// The id of a body with `digest`, of 16 bytes or more.
    public init(digest: [UInt8]) {
        precondition(digest.count >= 16, "a digest")
        let number = { (bytes: ArraySlice<UInt8>) in bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        high = number(digest[..<8])
        low = number(digest[8..<16])
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Orders ids by their bytes.
    public static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

/// Which of the changes that say one save adds to sums and logs: the one that its author wrote, or else,
/// of those that were written anew, the first by stamp.
struct CountedSave: Hashable, Comparable, Sendable {
    let isRewritten: Bool
    let stamp: Stamp

    static func < (left: Self, right: Self) -> Bool {
        left.isRewritten == right.isRewritten ? left.stamp < right.stamp : right.isRewritten
    }
}

extension ByteWriter {
    mutating func append(
        _ saves: [SaveID: CountedSave], _ numbers: inout some ReplicaNumbers
    ) throws {
        append(part: .saves)
        append(number: UInt64(saves.count))
        for (id, counted) in saves.sorted(by: { $0.key < $1.key }) {
            for half in [id.high, id.low] {
                withUnsafeBytes(of: half.bigEndian) { append(memory: $0) }
            }
            append(byte: counted.isRewritten ? 1 : 0)
            try append(counted.stamp, &numbers)
        }
    }
}

extension ByteReader {
    mutating func saves(_ numbers: inout some ReplicaNumbers) throws -> [SaveID: CountedSave] {
        var saves: [SaveID: CountedSave] = [:]
        for _ in 0..<(try count()) {
            let halves = try (0..<2).map { _ in
                try (0..<8).reduce(0) { number, _ in number << 8 | UInt64(try byte()) }
            }
            let isRewritten = try byte() != 0
            saves[SaveID(high: halves[0], low: halves[1])] = CountedSave(
                isRewritten: isRewritten, stamp: try stamp(&numbers))
        }
        return saves
    }
}
