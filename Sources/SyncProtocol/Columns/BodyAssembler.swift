/// Puts bodies together again from a `BodyColumns` message, where it lies.
///
/// Whatever the message says, it throws ``WireError`` rather than trap, and makes no more bytes than a
/// batch may have.
struct BodyAssembler {
    private var parts: [BodyPart] = []
    private var columns: [ColumnReader] = []
    private var shapes: [[Int]] = []
    private var order = ColumnReader(UnsafeRawBufferPointer(start: nil, count: 0))
    private var lastTime: Int64 = 0
    /// Contents of the body that is being put together; those of times are not used.
    private var contents: [UnsafeRawBufferPointer] = []
    /// Its times, as they stand in it.
    private var times: [UInt8] = []
    private var bytesLeft = Limits.plainBytesMax

    private static var malformed: WireError { .malformed("columns") }

    /// Reads the message; `bodyCount` is how many bodies the batch has.
    init(_ reader: inout ProtobufReader, bodyCount: Int) throws {
        while let field = try reader.field() {
            switch field {
            case .bytes(1) where parts.count < Limits.bodyPartsMax:
                parts.append(try Self.part(&reader))
            case .bytes(2) where shapes.count < bodyCount:
                shapes.append(try Self.shape(try reader.content()))
            case .bytes(3):
                try reader.once(3)
                order = ColumnReader(try reader.content())
            case .bytes(4) where columns.count < Limits.bodyPartsMax:
                columns.append(ColumnReader(try reader.content()))
            case .bytes(1), .bytes(2), .bytes(4): throw Self.malformed
            default: try reader.skip(field)
            }
        }
        guard parts.count == columns.count,
            shapes.allSatisfy({ $0.allSatisfy { $0 < parts.count } })
        else { throw Self.malformed }
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
        guard let form = UInt32(exactly: form), let part = BodyPart(form: form, name: Array(name))
        else { throw malformed }
        return part
    }

    private static func shape(_ bytes: UnsafeRawBufferPointer) throws -> [Int] {
        var reader = ColumnReader(bytes)
        var shape: [Int] = []
        while !reader.isAtEnd {
            guard shape.count < Limits.bodyPiecesMax,
                let part = Int(exactly: try reader.number().number)
            else { throw malformed }
            shape.append(part)
        }
        return shape
    }

    /// The next body behind its salt; nil where it stands whole in the batch.
    mutating func next(salt: UnsafeRawBufferPointer) throws -> [UInt8]? {
        let number = try order.number().number
        guard number > 0 else { return nil }
        guard number <= UInt64(shapes.count) else { throw Self.malformed }
        let shape = shapes[Int(number) - 1]
        let count = try measure(shape)
        bytesLeft -= count
        guard bytesLeft >= 0 else {
            throw WireError.tooLarge(what: "segment", limit: Limits.plainBytesMax)
        }
        return try times.withUnsafeBytes { times in
            var times = ColumnReader(times)
            return try [UInt8](unsafeUninitializedCapacity: salt.count + count) { room, written in
                let room = UnsafeMutableRawBufferPointer(room)
                room.copyMemory(from: salt)
                written = salt.count
                for (part, content) in zip(shape, contents) {
                    let part = parts[part]
                    written += part.write(
                        part.content == .difference ? try times.number().bytes : content,
                        to: UnsafeMutableRawBufferPointer(rebasing: room[written...]))
                }
                precondition(
                    written == salt.count + count, "a body has the bytes that were measured")
            }
        }
    }

    /// Takes the contents of a body off the columns; returns how many bytes the body has.
    private mutating func measure(_ shape: [Int]) throws -> Int {
        contents.removeAll(keepingCapacity: true)
        times.removeAll(keepingCapacity: true)
        var count = 0
        for part in shape {
            switch parts[part].content {
            case .opaque, .text: contents.append(try columns[part].counted())
            case .number: contents.append(try columns[part].number().bytes)
            case .difference:
                let (difference, bytes) = try columns[part].number()
                lastTime &+= Int64(zigzag: difference)
                contents.append(bytes)
                times.append(varint: lastTime.zigzag)
                count += parts[part].byteCount(varintBytes(lastTime.zigzag))
                continue
            }
            count += parts[part].byteCount(contents[contents.count - 1].count)
        }
        return count
    }

    /// Refuses a message that has more than the bodies took.
    func finish() throws {
        guard order.isAtEnd, columns.allSatisfy(\.isAtEnd) else { throw Self.malformed }
    }
}
