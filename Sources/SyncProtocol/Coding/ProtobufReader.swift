import RecordModel

/// Walks through the fields of one Protocol Buffers message where they lie; the opposite of
/// ``ProtobufWriter``.
///
/// Lives no longer than the memory that it reads. Nothing is read before its bounds are checked, and
/// what is wrong is thrown as ``WireError/malformed(_:)``. A field whose number or form is not known
/// is stepped over. Stricter than SwiftProtobuf in two things: a field that may occur once and occurs
/// twice is refused, so that bytes have one meaning for every reader, and so are groups, which
/// proto3 does not have.
struct ProtobufReader {
    /// A field's number, and the form in which its content follows.
    enum Field {
        case number(UInt32)
        case fixed64(UInt32)
        case bytes(UInt32)
        case fixed32(UInt32)
    }

    private let bytes: UnsafeRawBufferPointer
    private let what: StaticString
    /// Whether the bytes were found to be well formed before, so that texts need no second look.
    let isChecked: Bool
    private var place = 0
    private var seen: UInt16 = 0

    /// Reads `bytes`; `what` names the message in errors.
    init(_ bytes: UnsafeRawBufferPointer, what: StaticString, isChecked: Bool = false) {
        self.bytes = bytes
        self.what = what
        self.isChecked = isChecked
    }

    /// The error for bytes that are not the message.
    var malformed: WireError { .malformed(what.description) }

    /// The key of the next field; nil at the end.
    mutating func field() throws -> Field? {
        guard place < bytes.count else { return nil }
        let key = try varint(bytesMax: 5)
        guard key >> 3 > 0, let number = UInt32(exactly: key) else { throw malformed }
        switch key & 7 {
        case 0: return .number(number >> 3)
        case 1: return .fixed64(number >> 3)
        case 2: return .bytes(number >> 3)
        case 5: return .fixed32(number >> 3)
        default: throw malformed
        }
    }

    /// Refuses a second field that calls this with `number`, below 16. The members of a oneof
    /// share the number of the first, since only one of them may be there.
    mutating func once(_ number: UInt16) throws {
        let bit: UInt16 = 1 << number
        guard seen & bit == 0 else { throw malformed }
        seen |= bit
    }

    /// Steps over the content of `field`.
    mutating func skip(_ field: Field) throws {
        switch field {
        case .number: _ = try varint(bytesMax: 10)
        case .fixed64: _ = try take(8)
        case .bytes: _ = try content()
        case .fixed32: _ = try take(4)
        }
    }

    mutating func number() throws -> UInt64 {
        try varint(bytesMax: 10)
    }

    mutating func signed() throws -> Int64 {
        Int64(zigzag: try varint(bytesMax: 10))
    }

    /// A text of valid UTF-8. One above the limit is refused before it is looked at.
    mutating func text(of part: StaticString, bytesMax: Int) throws -> String {
        String(decoding: try utf8(of: part, bytesMax: bytesMax), as: UTF8.self)
    }

    /// As ``text(of:bytesMax:)``, where it lies.
    mutating func utf8(of part: StaticString, bytesMax: Int) throws -> UnsafeRawBufferPointer {
        let utf8 = try content()
        guard utf8.count <= bytesMax else {
            throw WireError.tooLarge(what: part.description, limit: bytesMax)
        }
        guard isChecked || UTF8Text.isValid(utf8) else { throw malformed }
        return utf8
    }

    /// The name of a kind or field, called `part` in the error.
    mutating func name(of part: StaticString) throws -> String {
        String(decoding: try rawName(of: part), as: UTF8.self)
    }

    /// As ``name(of:)``, where it lies.
    mutating func rawName(of part: StaticString) throws -> UnsafeRawBufferPointer {
        let utf8 = try content()
        guard isChecked || isFieldName(utf8) else { throw WireError.malformed(part.description) }
        return utf8
    }

    /// The big-endian halves of an id of sixteen bytes, called `part` in the error.
    mutating func id(of part: StaticString) throws -> (high: UInt64, low: UInt64) {
        let id = try content()
        guard id.count == 16 else { throw WireError.malformed(part.description) }
        return (
            UInt64(bigEndian: id.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(bigEndian: id.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    /// A reader of the message inside.
    mutating func message() throws -> ProtobufReader {
        message(in: try content())
    }

    /// A reader of the message that `content` is.
    func message(in content: UnsafeRawBufferPointer) -> ProtobufReader {
        ProtobufReader(content, what: what, isChecked: isChecked)
    }

    /// The bytes of the field, where they lie.
    mutating func content() throws -> UnsafeRawBufferPointer {
        let count = try varint(bytesMax: 10)
        guard count <= UInt64(bytes.count - place) else { throw malformed }
        return try take(Int(count))
    }

    private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= bytes.count - place else { throw malformed }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }

    /// Seven bits a byte, least significant first. What exceeds 64 bits is dropped, and a longer form
    /// than needed is taken, both as SwiftProtobuf does.
    private mutating func varint(bytesMax: Int) throws -> UInt64 {
        // Most are of one byte: keys, lengths, small numbers.
        if place < bytes.count, bytes[place] < 0x80 {
            defer { place += 1 }
            return UInt64(bytes[place])
        }
        let end = min(bytes.count, place + bytesMax)
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < end {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw malformed
    }
}
