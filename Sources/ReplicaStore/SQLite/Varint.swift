import RecordModel

extension [UInt8] {
    /// Seven bits a byte, least significant first.
    mutating func append(varint number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}

extension ArraySlice<UInt8> {
    /// Reads what ``Swift/Array/append(varint:)`` wrote; throws ``DamagedMetadata``.
    mutating func popVarint() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let next = popFirst() else { throw DamagedMetadata() }
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
        }
        throw DamagedMetadata()
    }
}
