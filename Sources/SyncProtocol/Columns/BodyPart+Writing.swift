// How a part lies in a body: key, lengths and name before its content. Lengths are in their shortest form.
extension BodyPart {
    /// Bytes of the name with its key and length.
    private var nameBytes: Int { name.isEmpty ? 0 : 1 + varintBytes(name.count) + name.count }

    /// Bytes of a text or number with its key, of which the content takes `content`; of whatever else
    /// follows the name, just that.
    private func valueBytes(_ content: Int) -> Int {
        switch self.content {
        case .opaque: content
        case .text: 1 + varintBytes(content) + content
        case .number, .difference: 1 + content
        }
    }

    /// What stands behind the name, where that is one value: its key and length come before `value` bytes.
    private func restBytes(_ value: Int) -> Int {
        content == .opaque ? value : 1 + varintBytes(value) + value
    }

    /// Bytes of the whole part, of which the content takes `content`.
    func byteCount(_ content: Int) -> Int {
        guard action != 0 else { return valueBytes(content) }
        let inner = nameBytes + restBytes(valueBytes(content))
        let mutation = 1 + varintBytes(inner) + inner
        return 1 + varintBytes(mutation) + mutation
    }

    /// Writes the part into room that has ``byteCount(_:)``; returns how many bytes that were.
    func write(_ content: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer) -> Int {
        var writer = RoomWriter(room)
        if action == 0 {
            writer.put(field << 3 | (self.content == .text ? 2 : 0))
        } else {
            let value = valueBytes(content.count)
            let inner = nameBytes + restBytes(value)
            writer.put(Self.mutationField << 3 | 2)
            writer.put(number: 1 + varintBytes(inner) + inner)
            writer.put(action << 3 | 2)
            writer.put(number: inner)
            if !name.isEmpty {
                writer.put(0x0A)
                writer.put(number: name.count)
                name.withUnsafeBytes { writer.put($0) }
            }
            if self.content != .opaque {
                writer.put(0x12)
                writer.put(number: value)
                writer.put(self.content == .text ? 0x1A : 0x10)
            }
        }
        if self.content == .text { writer.put(number: content.count) }
        writer.put(content)
        return writer.count
    }
}

/// Writes into room that was measured before.
private struct RoomWriter {
    private let room: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ room: UnsafeMutableRawBufferPointer) {
        self.room = room
    }

    mutating func put(_ byte: UInt8) {
        room[count] = byte
        count += 1
    }

    mutating func put(number: Int) {
        var rest = number
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= room.count - count, "a part has the room that was measured")
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: bytes)
        count += bytes.count
    }
}
