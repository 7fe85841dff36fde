// Numbers as Protocol Buffers write them: seven bits a byte, least significant first.
extension [UInt8] {
    /// Appends a number in as many bytes as it needs.
    mutating func append(varint number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends bytes behind their count.
    mutating func append(counted bytes: UnsafeRawBufferPointer) {
        append(varint: UInt64(bytes.count))
        append(contentsOf: bytes)
    }
}

/// How many bytes a number needs.
func varintBytes(_ number: some FixedWidthInteger) -> Int {
    (number.bitWidth - max(number, 1).leadingZeroBitCount + 6) / 7
}

extension Int64 {
    /// The number as a `sint64` is written, in which small ones of either sign are short.
    var zigzag: UInt64 { UInt64(bitPattern: self << 1 ^ self >> 63) }

    /// The number that ``zigzag`` gave.
    init(zigzag: UInt64) {
        self = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    }
}
