import RecordModel

/// Names that change bodies say again and again: of kinds, fields, choices and states.
///
/// A packed body says a name by its place in the list. So a list that has shipped is never edited: new
/// names go into a new list, with a format number of its own in ``PackedBody``.
struct WordList: Sendable {
    /// The most bytes of a word.
    static let bytesMax = 63
    /// Words that one byte says; the others take two.
    static let shortCount = 192

    /// The words, UTF-8, one behind the other.
    private let bytes: [UInt8]
    /// Where each word begins, and where the last ends.
    private let starts: [Int]
    /// Places of words, found by hash with open addressing; -1 where there is none.
    private let table: [Int16]

    init(_ text: String) {
        let words = text.split { $0 == " " || $0.isNewline }.map { Array($0.utf8) }
        bytes = Array(words.joined())
        starts = words.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        // A power of two, at most a quarter full, so that most look-ups see one place.
        var size = 64
        while size < words.count * 4 { size *= 2 }
        var table = [Int16](repeating: -1, count: size)
        for (place, word) in words.enumerated() {
            var slot = word.withUnsafeBytes { Self.hash($0) } & (size - 1)
            while table[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = Int16(place)
        }
        self.table = table
    }

    /// The place of `word`; nil where the list does not have it.
    func place(of word: UnsafeRawBufferPointer) -> Int? {
        guard word.count >= 2, word.count <= Self.bytesMax else { return nil }
        var slot = Self.hash(word) & (table.count - 1)
        while table[slot] >= 0 {
            let place = Int(table[slot])
            let start = starts[place]
            if starts[place + 1] - start == word.count, isWord(word, at: start) { return place }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    private func isWord(_ word: UnsafeRawBufferPointer, at start: Int) -> Bool {
        var offset = 0
        while offset < word.count, word[offset] == bytes[start + offset] { offset += 1 }
        return offset == word.count
    }

    /// The word at `place`; nil where the list is not that long.
    subscript(place: Int) -> ArraySlice<UInt8>? {
        guard place < starts.count - 1 else { return nil }
        return bytes[starts[place]..<starts[place + 1]]
    }

    /// FNV-1a: short words, and nobody gains by making them meet.
    private static func hash(_ word: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash >> 8 & 0xFFFF_FFFF)
    }
}

extension WordList {
    /// The names of the standard kinds of the first release.
    static let first = WordList(StandardNames.first)
}
