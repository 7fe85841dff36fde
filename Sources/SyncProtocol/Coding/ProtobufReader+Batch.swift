extension ProtobufReader {
    /// Reads a `ChangeBatch` message of exactly `count` changes, each taken out of the message at once.
    mutating func batch(count: Int) throws -> [SealedChange] {
        var headers: [UnsafeRawBufferPointer] = []
        var bodies: [UnsafeRawBufferPointer] = []
        var salts = UnsafeRawBufferPointer(start: nil, count: 0)
        var digests: [Int: HashBytes] = [:]
        var erasedCount = 0
        var columns: BodyAssembler?
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
            case .bytes(5):
                try once(5)
                var message = try message()
                columns = try BodyAssembler(&message, bodyCount: count)
            case .bytes(1), .bytes(3): throw malformed
            default: try skip(field)
            }
        }
        guard headers.count == count, columns != nil || bodies.count == count,
            salts.count == count * HashChain.saltBytes
        else { throw malformed }
        var whole = bodies.makeIterator()
        let changes = try (0..<count).map { index in
            let start = index * HashChain.saltBytes
            let salt = UnsafeRawBufferPointer(rebasing: salts[start..<start + HashChain.saltBytes])
            let salted: [UInt8]
            if let body = try columns?.next(salt: salt) {
                salted = body
            } else if let body = whole.next() {
                salted = Array(salt) + body
            } else {
                throw malformed
            }
            return SealedChange(
                header: Array(headers[index]),
                content: digests[index].map { .erased(digest: $0) } ?? .body(salted: salted))
        }
        try columns?.finish()
        guard whole.next() == nil else { throw malformed }
        return changes
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
