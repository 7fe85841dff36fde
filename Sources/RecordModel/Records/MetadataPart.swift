import CausalCore

/// What the parts of a record's metadata begin with, behind the stamp that most columns share.
enum MetadataPart: UInt8 {
    case claims = 1
    case updated, register, set, counter, log, column, saves
}

extension ByteWriter {
    mutating func append(part: MetadataPart) {
        append(byte: part.rawValue)
    }

    mutating func append(_ stamp: Stamp, _ numbers: inout some ReplicaNumbers) throws {
        append(number: try numbers.number(of: stamp.dot.replica))
        append(number: stamp.dot.seq)
        append(number: stamp.lamport)
    }
}

extension ByteReader {
    mutating func part() throws -> MetadataPart {
        guard let part = MetadataPart(rawValue: try byte()) else { throw DamagedMetadata() }
        return part
    }

    mutating func claim() throws -> Existence.Claim {
        guard let claim = Existence.Claim(rawValue: try byte()) else { throw DamagedMetadata() }
        return claim
    }

    mutating func stamp(_ numbers: inout some ReplicaNumbers) throws -> Stamp {
        let replica = try numbers.replica(numbered: try number())
        let seq = try number()
        return Stamp(lamport: try number(), dot: Dot(replica, seq))
    }
}
