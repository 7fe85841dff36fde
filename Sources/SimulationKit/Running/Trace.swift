/// What a run did, folded into one number: equal seeds must give equal traces in any process.
public struct Trace: Hashable, Sendable {
    /// What was added so far: FNV-1a of 64 bits, as it compares runs and keeps nobody out.
    public private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            hash = (hash ^ (value >> UInt64(shift)) & 0xFF) &* 0x0000_0100_0000_01B3
        }
    }

    mutating func add(_ value: Int) { add(UInt64(bitPattern: Int64(value))) }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    mutating func add(_ text: String) { add(Array(text.utf8)) }
}
