import CausalCore
import RecordModel

extension SQLiteStore {
    /// A vector as local replica numbers and seqs: a few bytes a part.
    func bytes(of vector: VersionVector) throws -> [UInt8] {
        var writer = ByteWriter()
        for entry in vector.entries {
            writer.append(number: try number(of: entry.replica))
            writer.append(number: entry.seq)
        }
        return writer.bytes
    }

    /// The vector that ``bytes(of:)`` wrote.
    func vector(_ bytes: [UInt8]) throws -> VersionVector {
        var vector = VersionVector()
        var reader = ByteReader(bytes[...])
        while !reader.isAtEnd {
            let replica = try replica(numbered: try reader.number())
            vector[replica] = try reader.number()
        }
        return vector
    }
}
