/// Puts bodies together again from a `BodyColumns` message, where it lies.
///
/// Whatever the message says, it throws ``WireError`` rather than trap, and makes no more bytes than a
/// batch may have.
struct BodyAssembler {
    private struct Column {
        let part: BodyPart
        var rest: UnsafeRawBufferPointer
    }

    private var columns: [Column] = []
    private let shapes: [[Int]]
    private var order: UnsafeRawBufferPointer
    private var lastTime: Int64 = 0
    private var bytesLeft = Limits.plainBytesMax

    private static var malformed: WireError { .malformed("columns") }

    /// Reads the message; `bodyCount` is how many bodies the batch has.
    init(_ reader: inout ProtobufReader, bodyCount: Int) throws {
        var parts: [BodyPart] = []
        var contents: [UnsafeRawBufferPointer] = []
        var shapes: [[Int]] = []
        order = UnsafeRawBufferPointer(start: nil, count: 0)
        while let field = try reader.field() {
            switch field {
            case .bytes(1) where parts.count < Limits.bodyPartsMax:
                parts.append(try Self.part(&reader))
            case .bytes(2) where shapes.count < bodyCount:
                shapes.append(try Self.shape(try reader.content()))
            case .bytes(3):
                try reader.once(3)
                order = try reader.content()
            case .bytes(4) where contents.count < Limits.bodyPartsMax:
                contents.append(try reader.content())
            case .bytes(1), .bytes(2), .bytes(4): throw Self.malformed
            default: try reader.skip(field)
            }
        }
        guard parts.count == contents.count,
            shapes.allSatisfy({ $0.allSatisfy { $0 < parts.count } })
        else { throw Self.malformed }
        columns = zip(parts, contents).map { Column(part: $0, rest: $1) }
        self.shapes = shapes
    }

    private static func part(_ reader: inout ProtobufReader) throws -> BodyPart {
        var message = try reader.message()
        var name = UnsafeRawBufferPointer(start: nil, count: 0)
        var form: UInt64 = 0
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                try message.once(1)
                name = try message.content()
            case .number(2):
                try message.once(2)
                form = try message.number()
            default: try message.skip(field)
            }
        }
        guard name.count <= BodyPart.nameBytesMax, let form = UInt32(exactly: form),
            let part = BodyPart(form: form, name: Array(name))
        else { throw malformed }
        return part
    }

    private static func shape(_ bytes: UnsafeRawBufferPointer) throws -> [Int] {
        var rest = bytes
        var shape: [Int] = []
        while !rest.isEmpty {
            guard shape.count < Limits.bodyPiecesMax else { throw malformed }
            shape.append(Int(truncatingIfNeeded: try rest.takeVarint() & 0xFFFF_FFFF))
        }
        return shape
    }

    /// Appends the next body; false where it stands whole in the batch.
    mutating func append(to salted: inout [UInt8]) throws -> Bool {
        let number = try order.takeVarint()
        guard number > 0 else { return false }
        guard number <= UInt64(shapes.count) else { throw Self.malformed }
        let start = salted.count
        for place in shapes[Int(number) - 1] {
            try columns[place].part.append(
                to: &salted, from: &columns[place].rest, lastTime: &lastTime)
        }
        bytesLeft -= salted.count - start
        guard bytesLeft >= 0 else {
            throw WireError.tooLarge(what: "segment", limit: Limits.plainBytesMax)
        }
        return true
    }

    /// Refuses a message that has more than the bodies took.
    func finish() throws {
        guard order.isEmpty, columns.allSatisfy({ $0.rest.isEmpty }) else { throw Self.malformed }
    }
}
