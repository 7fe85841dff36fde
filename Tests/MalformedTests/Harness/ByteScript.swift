/// Foreign bytes read as decisions, so that a mutation changes what is done and not only what is said.
///
/// Never ends: what is missing is zero.
struct ByteScript {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func flag() -> Bool { byte() & 1 == 1 }

    /// A number below `bound`, at most 256.
    mutating func below(_ bound: Int) -> Int { Int(byte()) % bound }

    /// Eight bytes, least significant first.
    mutating func number() -> UInt64 {
        (0..<8).reduce(0) { number, place in number | UInt64(byte()) << UInt64(8 * place) }
    }

    /// The next `count` bytes, or as many as there are.
    mutating func bytes(_ count: Int) -> [UInt8] {
        let taken = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return taken
    }

    /// As many bytes as the first two say, least significant first.
    mutating func chunk() -> [UInt8] {
        let count = Int(byte()) | Int(byte()) << 8
        return bytes(count)
    }

    mutating func everything() -> [UInt8] { bytes(rest.count) }
}
