/// Packs one body into a room that is as large as the body and a byte more.
struct BodyPacker {
    private let body: UnsafeRawBufferPointer
    private let room: UnsafeMutableRawBufferPointer
    private let words: WordList
    private var place = PackedBody.saltBytes
    /// Bytes written.
    private(set) var count = 1
    /// Whether the room is too small, so that packing is of no use.
    private var isFull = false

    /// A packer of `body` into `room`, whose first byte is written.
    init(
        _ body: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, words: WordList
    ) {
        self.body = body
        self.room = room
        self.words = words
    }

    /// Packs all; false where that would take as much room as the body does.
    mutating func pack() -> Bool {
        guard body.count > PackedBody.saltBytes else { return false }
        for byte in body[..<place] { put(byte) }
        while place < body.count, !isFull {
            let byte = body[place]
            if byte == MutationHead.mutationKey, packHead() { continue }
            if byte == MutationHead.nameKey, packName() { continue }
            if byte < 0x80 {
                put(byte)
                place += 1
            } else if !packLetter() {
                packBytes()
            }
        }
        return !isFull
    }

    /// Packs the beginning of a mutation, where one is here whose name is a word.
    private mutating func packHead() -> Bool {
        guard let head = MutationHead(body, at: place),
            let name = words.place(of: part(head.nameRange(from: place)))
        else { return false }
        let start = place + head.count
        switch head.value {
        case .number:
            guard head.action == .set, head.valueCount <= 10 else { return false }
            put(PackedBody.Mark.setNumber)
            put(word: name)
            put(UInt8(head.valueCount))
            for byte in body[start..<start + head.valueCount] { put(byte) }
            place = start + head.valueCount
        case .text:
            let isSet = head.action == .set
            if let value = words.place(of: part(start..<start + head.valueCount)) {
                put(isSet ? PackedBody.Mark.setWord : PackedBody.Mark.insertWord)
                put(word: name)
                put(word: value)
                place = start + head.valueCount
            } else {
                put(isSet ? PackedBody.Mark.setText : PackedBody.Mark.insertText)
                put(word: name)
                put(number: head.valueCount)
                place = start
            }
        }
        return true
    }

    /// Packs a text field of a message whose text is a word.
    private mutating func packName() -> Bool {
        guard place + 2 < body.count else { return false }
        let length = Int(body[place + 1])
        guard length <= WordList.bytesMax, place + 2 + length <= body.count,
            let word = words.place(of: part(place + 2..<place + 2 + length))
        else { return false }
        put(PackedBody.Mark.name)
        put(word: word)
        place += 2 + length
        return true
    }

    /// Packs three bytes of UTF-8 that are a Chinese letter or its punctuation.
    private mutating func packLetter() -> Bool {
        guard place + 2 < body.count, body[place] & 0xF0 == 0xE0,
            body[place + 1] & 0xC0 == 0x80, body[place + 2] & 0xC0 == 0x80
        else { return false }
        let letter =
            Int(body[place] & 0x0F) << 12 | Int(body[place + 1] & 0x3F) << 6
            | Int(body[place + 2] & 0x3F)
        switch letter {
        case 0x4E00...0x9FFF: put(PackedBody.Mark.letters + UInt8((letter - 0x4E00) >> 8))
        case 0x3000...0x30FF: put(PackedBody.Mark.punctuation)
        case 0xFF00...0xFFFF: put(PackedBody.Mark.wide)
        default: return false
        }
        put(UInt8(letter & 0xFF))
        place += 3
        return true
    }

    /// Writes what is neither ASCII nor a letter as it is: a run of bytes above 0x7F.
    private mutating func packBytes() {
        var end = place + 1
        while end < body.count, end - place < 256, body[end] >= 0x80, body[end] & 0xF0 != 0xE0 {
            end += 1
        }
        put(PackedBody.Mark.bytes)
        put(UInt8(end - place - 1))
        for byte in body[place..<end] { put(byte) }
        place = end
    }

    private func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: body[range])
    }

    private mutating func put(word place: Int) {
        guard place >= WordList.shortCount else { return put(UInt8(place)) }
        let rest = place - WordList.shortCount
        put(UInt8(WordList.shortCount + rest >> 8))
        put(UInt8(rest & 0xFF))
    }

    private mutating func put(number: Int) {
        var rest = number
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(rest))
    }

    private mutating func put(_ byte: UInt8) {
        guard count < room.count else {
            isFull = true
            return
        }
        room[count] = byte
        count += 1
    }
}
