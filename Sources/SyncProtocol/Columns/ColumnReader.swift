/// Reads contents off the beginning of a column.
///
/// Trusts nothing: what is not there is thrown as ``WireError/malformed(_:)``.
struct ColumnReader {
    private var rest: UnsafeRawBufferPointer

    init(_ column: UnsafeRawBufferPointer) {
        rest = column
    }

    /// Whether all was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next number, and its bytes.
    mutating func number() throws -> (number: UInt64, bytes: UnsafeRawBufferPointer) {
        var number: UInt64 = 0
        for place in 0..<min(rest.count, 10) {
            number |= UInt64(rest[place] & 0x7F) << UInt64(7 * place)
            if rest[place] < 0x80 { return (number, take(place + 1)) }
        }
        throw WireError.malformed("columns")
    }

    /// The next bytes that stand behind their count.
    mutating func counted() throws -> UnsafeRawBufferPointer {
        let count = try number().number
        guard count <= UInt64(rest.count) else { throw WireError.malformed("columns") }
        return take(Int(count))
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        let taken = UnsafeRawBufferPointer(rebasing: rest[..<count])
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        return taken
    }
}
