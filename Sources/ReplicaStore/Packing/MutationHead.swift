/// The beginning of a mutation in a change's body, up to the bytes of its value.
///
/// A mutation is `32 L1 A L2 0A n name 12 L3 V`, and V is `1A L4` and a text, or `10` and a number,
/// where each L is the count of all that follows it and A says what is done. So the name, A and the
/// count of the value's bytes tell all of it.
struct MutationHead {
    enum Action: UInt8 {
        case set = 0x0A
        case insert = 0x12
    }

    enum Value: UInt8 {
        case text = 0x1A
        case number = 0x10
    }

    static let mutationKey: UInt8 = 0x32
    static let nameKey: UInt8 = 0x0A
    private static let valueKey: UInt8 = 0x12

    let action: Action
    let value: Value
    /// Bytes of the name.
    let nameCount: Int
    /// Bytes of the text or number behind the head.
    let valueCount: Int

    /// Bytes of the head.
    let count: Int
    /// What L1, L2 and L3 say.
    private let (mutationCount, actionCount, contentCount): (Int, Int, Int)

    init(action: Action, value: Value, nameCount: Int, valueCount: Int) {
        self.action = action
        self.value = value
        self.nameCount = nameCount
        self.valueCount = valueCount
        let length = Self.bytes(of:)
        contentCount = 1 + (value == .text ? length(valueCount) : 0) + valueCount
        actionCount = 1 + length(nameCount) + nameCount + 1 + length(contentCount) + contentCount
        mutationCount = 1 + length(actionCount) + actionCount
        count = 1 + length(mutationCount) + mutationCount - valueCount
    }

    /// Bytes that a length takes: any length, as a damaged file says any.
    private static func bytes(of length: Int) -> Int {
        max(1, (Int.bitWidth - length.leadingZeroBitCount + 6) / 7)
    }

    /// Reads the head that begins with the key at `start`; nil where the bytes are anything else.
    init?(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        var reader = HeadReader(bytes, at: start)
        guard reader.byte() == Self.mutationKey, let mutationCount = reader.length(),
            let action = reader.byte().flatMap(Action.init),
            let actionCount = reader.length(), reader.byte() == Self.nameKey,
            let nameCount = reader.length(), reader.skip(nameCount),
            reader.byte() == Self.valueKey, let contentCount = reader.length(),
            let value = reader.byte().flatMap(Value.init),
            let valueCount = value == .text ? reader.length() : contentCount - 1,
            valueCount >= 0, reader.place + valueCount <= bytes.count
        else { return nil }
        self.init(action: action, value: value, nameCount: nameCount, valueCount: valueCount)
        // Keys and lengths being what ``write(to:name:)`` would say, these very bytes come back.
        guard mutationCount == self.mutationCount, actionCount == self.actionCount,
            contentCount == self.contentCount
        else { return nil }
    }

    /// Where the name lies in bytes whose head begins at `start`.
    func nameRange(from start: Int) -> Range<Int> {
        let first =
            start + 1 + Self.bytes(of: mutationCount) + 1 + Self.bytes(of: actionCount) + 1
            + Self.bytes(of: nameCount)
        return first..<first + nameCount
    }

    /// Writes the head into `room`, which has ``count`` bytes.
    func write(to room: UnsafeMutableRawBufferPointer, name: UnsafeRawBufferPointer) {
        var place = 0
        let put = { (byte: UInt8) in
            room[place] = byte
            place += 1
        }
        let putLength = { (count: Int) in
            var rest = count
            while rest >= 0x80 {
                put(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            put(UInt8(rest))
        }
        put(Self.mutationKey)
        putLength(mutationCount)
        put(action.rawValue)
        putLength(actionCount)
        put(Self.nameKey)
        putLength(nameCount)
        for byte in name { put(byte) }
        put(Self.valueKey)
        putLength(contentCount)
        put(value.rawValue)
        if value == .text { putLength(valueCount) }
    }
}

/// Reads keys and lengths; nil where there is nothing more, or a length is not the shortest form.
private struct HeadReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var place: Int

    init(_ bytes: UnsafeRawBufferPointer, at place: Int) {
        self.bytes = bytes
        self.place = place
    }

    mutating func byte() -> UInt8? {
        guard place < bytes.count else { return nil }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func length() -> Int? {
        var (length, shift) = (0, 0)
        while shift < 21, let byte = byte() {
            length |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return byte > 0 || shift == 0 ? length : nil }
            shift += 7
        }
        return nil
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - place else { return false }
        place += count
        return true
    }
}
