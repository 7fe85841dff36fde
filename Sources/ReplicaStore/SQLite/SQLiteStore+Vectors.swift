import CausalCore
import RecordModel

extension SQLiteStore {
    /// A vector as local replica numbers and seqs: a few bytes a part.
    func bytes(of vector: VersionVector) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in vector.entries {
            bytes.append(varint: try number(of: entry.replica))
            bytes.append(varint: entry.seq)
        }
        return bytes
    }

    /// The vector that ``bytes(of:)`` wrote.
    func vector(_ bytes: [UInt8]) throws -> VersionVector {
        var vector = VersionVector()
        var rest = bytes[...]
        while !rest.isEmpty {
            let replica = try replica(numbered: try rest.popVarint())
            vector[replica] = try rest.popVarint()
        }
        return vector
    }
}
