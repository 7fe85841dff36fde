extension ProtobufReader {
    /// Reads a `ChangeBatch` message of exactly `count` changes, each taken out of the message at once.
    mutating func batch(count: Int) throws -> [SealedChange] {
        var headers: [UnsafeRawBufferPointer] = []
        var bodies: [UnsafeRawBufferPointer] = []
        var salts = UnsafeRawBufferPointer(start: nil, count: 0)
        var digests: [Int: HashBytes] = [:]
        var erasedCount = 0
        headers.reserveCapacity(count)
        bodies.reserveCapacity(count)
        while let field = try field() {
            switch field {
            case .bytes(1) where headers.count < count: headers.append(try content())
            case .bytes(2): salts = try content()
            case .bytes(3) where bodies.count < count: bodies.append(try content())
            case .bytes(4):
                let (index, digest) = try erasedBody()
                erasedCount += 1
                guard erasedCount <= count, index < count, digest.count == HashChain.hashBytes
                else {
                    throw WireError.malformed("erased body")
                }
                digests[index] = digest
            case .bytes(1), .bytes(3): throw malformed
            default: try skip(field)
            }
        }
        guard headers.count == count, bodies.count == count,
            salts.count == count * HashChain.saltBytes
        else { throw malformed }
        return (0..<count).map { index in
            if let digest = digests[index] {
                return SealedChange(
                    header: Array(headers[index]), content: .erased(digest: digest))
            }
            let start = index * HashChain.saltBytes
            var salted: [UInt8] = []
            salted.reserveCapacity(HashChain.saltBytes + bodies[index].count)
            salted += salts[start..<start + HashChain.saltBytes]
            salted += bodies[index]
            return SealedChange(header: Array(headers[index]), content: .body(salted: salted))
        }
    }

    private mutating func erasedBody() throws -> (index: Int, digest: HashBytes) {
        var message = try message()
        var index: UInt64 = 0
        var digest: HashBytes = []
        while let field = try message.field() {
            switch field {
            case .number(1): index = try message.number()
            case .bytes(2): digest = Array(try message.content())
            default: try message.skip(field)
            }
        }
        return (Int(UInt32(truncatingIfNeeded: index)), digest)
    }
}
