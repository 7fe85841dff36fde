import CausalCore
import RecordModel

extension SQLiteStore {
    /// A vector as local replica numbers and seqs: a few bytes a part.
    func bytes(of vector: VersionVector) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in vector.entries {
            append(try number(of: entry.replica), to: &bytes)
            append(entry.seq, to: &bytes)
        }
        return bytes
    }

    /// The vector that ``bytes(of:)`` wrote.
    func vector(_ bytes: [UInt8]) throws -> VersionVector {
        var vector = VersionVector()
        var rest = bytes[...]
        while !rest.isEmpty {
            let replica = try replica(numbered: try number(from: &rest))
            vector[replica] = try number(from: &rest)
        }
        return vector
    }

    private func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private func number(from rest: inout ArraySlice<UInt8>) throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let next = rest.popFirst() else { throw DamagedMetadata() }
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
        }
        throw DamagedMetadata()
    }
}
