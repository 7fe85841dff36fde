/// What is wrong with stored metadata: the file is damaged.
public struct DamagedMetadata: Error, Hashable, Sendable {
    /// Makes the error.
    public init() {}
}

/// Reads what ``ByteWriter`` wrote; throws ``DamagedMetadata`` rather than trap.
package struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    package var isAtEnd: Bool { place == bytes.endIndex }

    mutating func byte() throws -> UInt8 {
        guard place < bytes.endIndex else { throw DamagedMetadata() }
        defer { place += 1 }
        return bytes[place]
    }

    package mutating func number() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
        }
        throw DamagedMetadata()
    }

    /// A count of things that take at least a byte each.
    mutating func count() throws -> Int {
        let count = try number()
        guard count <= UInt64(bytes.endIndex - place) else { throw DamagedMetadata() }
        return Int(count)
    }

    mutating func text() throws -> String {
        let count = try count()
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }

    mutating func value(depth: Int = 0) throws -> Value {
        guard depth < 64 else { throw DamagedMetadata() }
        switch try byte() {
        case 0: return .null
        case 1: return .boolean(false)
        case 2: return .boolean(true)
        case 3:
            let number = try number()
            return .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
        case 4: return .text(try text())
        case 5:
            let count = try count()
            return .list(try (0..<count).map { _ in try value(depth: depth + 1) })
        case 6:
            var object: [String: Value] = [:]
            for _ in 0..<(try count()) {
                let name = try text()
                object[name] = try value(depth: depth + 1)
            }
            return .object(object)
        default: throw DamagedMetadata()
        }
    }
}
