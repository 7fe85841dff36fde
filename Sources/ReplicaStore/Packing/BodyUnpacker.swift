import RecordModel

/// Unpacks one body; whatever the bytes are, it throws rather than trap.
struct BodyUnpacker {
    private let packed: UnsafeRawBufferPointer
    private let words: WordList
    private var place = 0
    private var body: [UInt8] = []

    init(_ packed: UnsafeRawBufferPointer, words: WordList) {
        self.packed = packed
        self.words = words
        body.reserveCapacity(packed.count * 2)
    }

    /// The bytes that were packed.
    mutating func unpack() throws -> [UInt8] {
        try copy(PackedBody.saltBytes)
        while place < packed.count {
            let byte = try self.byte()
            if byte < 0x80 {
                body.append(byte)
            } else {
                try unpack(byte)
            }
        }
        return body
    }

    private mutating func unpack(_ mark: UInt8) throws {
        switch mark {
        case PackedBody.Mark.letters..<PackedBody.Mark.punctuation:
            put(letter: 0x4E00 + Int(mark - PackedBody.Mark.letters) << 8 + Int(try byte()))
        case PackedBody.Mark.punctuation: put(letter: 0x3000 + Int(try byte()))
        case PackedBody.Mark.wide: put(letter: 0xFF00 + Int(try byte()))
        case PackedBody.Mark.bytes: try copy(Int(try byte()) + 1)
        case PackedBody.Mark.name:
            let word = try word()
            body.append(MutationHead.nameKey)
            body.append(UInt8(word.count))
            body += word
        case PackedBody.Mark.setText:
            put(.set, .text, name: try word(), valueCount: try number())
        case PackedBody.Mark.insertText:
            put(.insert, .text, name: try word(), valueCount: try number())
        case PackedBody.Mark.setWord, PackedBody.Mark.insertWord:
            let (name, value) = (try word(), try word())
            put(
                mark == PackedBody.Mark.setWord ? .set : .insert, .text, name: name,
                valueCount: value.count)
            body += value
        case PackedBody.Mark.setNumber:
            let name = try word()
            let count = Int(try byte())
            put(.set, .number, name: name, valueCount: count)
            try copy(count)
        default: throw DamagedMetadata()
        }
    }

    private mutating func put(
        _ action: MutationHead.Action, _ value: MutationHead.Value, name: ArraySlice<UInt8>,
        valueCount: Int
    ) {
        let head = MutationHead(
            action: action, value: value, nameCount: name.count, valueCount: valueCount)
        withUnsafeTemporaryAllocation(byteCount: head.count, alignment: 1) { room in
            name.withUnsafeBytes { head.write(to: room, name: $0) }
            body.append(contentsOf: room)
        }
    }

    private mutating func put(letter: Int) {
        body.append(UInt8(0xE0 | letter >> 12))
        body.append(UInt8(0x80 | letter >> 6 & 0x3F))
        body.append(UInt8(0x80 | letter & 0x3F))
    }

    private mutating func byte() throws -> UInt8 {
        guard place < packed.count else { throw DamagedMetadata() }
        defer { place += 1 }
        return packed[place]
    }

    private mutating func number() throws -> Int {
        var (number, shift) = (0, 0)
        while shift < 28 {
            let byte = try byte()
            number |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw DamagedMetadata()
    }

    private mutating func word() throws -> ArraySlice<UInt8> {
        let first = Int(try byte())
        let place =
            first < WordList.shortCount
            ? first
            : WordList.shortCount + (first - WordList.shortCount) << 8 + Int(try byte())
        guard let word = words[place] else { throw DamagedMetadata() }
        return word
    }

    private mutating func copy(_ count: Int) throws {
        guard count <= packed.count - place else { throw DamagedMetadata() }
        body.append(contentsOf: packed[place..<place + count])
        place += count
    }
}
