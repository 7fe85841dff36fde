/// Protocol Buffers by hand, wrong where a seed wants it wrong.
enum Proto {
    static func varint(_ number: UInt64) -> [UInt8] {
        var rest = number
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// A field of a number.
    static func number(_ field: UInt64, _ number: UInt64) -> [UInt8] {
        varint(field << 3) + varint(number)
    }

    /// A field of bytes, which say that they are `count` long.
    static func bytes(_ field: UInt64, _ bytes: [UInt8], count: UInt64? = nil) -> [UInt8] {
        varint(field << 3 | 2) + varint(count ?? UInt64(bytes.count)) + bytes
    }

    static func text(_ field: UInt64, _ text: String) -> [UInt8] { bytes(field, Array(text.utf8)) }

    /// `inner` inside itself `depth` times, each time through `wrap`.
    static func nested(_ depth: Int, _ inner: [UInt8], _ wrap: ([UInt8]) -> [UInt8]) -> [UInt8] {
        (0..<depth).reduce(inner) { bytes, _ in wrap(bytes) }
    }
}
