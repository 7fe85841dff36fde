import RecordModel

/// How the log keeps a change's salted body: in about half of its bytes, and able to give back exactly
/// those that were hashed and signed.
///
/// A byte below 0x80 stands for itself. What stands above depends on ``Mark``: Chinese letters take two
/// bytes instead of three, and the beginning of a mutation, with the name that it is about, takes two
/// or three instead of twenty. Names and lengths are taken for such only where the bytes are just what
/// unpacking would make of them, so any bytes come back as they were. Compressing each body by itself
/// would save as much and cost ten times the time (measured with zlib at level 1 and a dictionary).
enum PackedBody {
    /// Random bytes before a body, which are not looked at.
    static let saltBytes = 16

    /// What a packed body begins with.
    enum Format: UInt8 {
        /// As it was: nothing in it could be packed.
        case plain = 0
        /// With the names of ``WordList/first``.
        case first = 1
    }

    /// Bytes above 0x7F. Below ``punctuation`` each is the high half of a Chinese letter.
    enum Mark {
        /// The first letter of a Chinese text in Unicode, U+4E00; 0x52 pages of 256 begin there.
        static let letters: UInt8 = 0x80
        /// U+3000 and the 255 after it: Chinese punctuation.
        static let punctuation: UInt8 = 0xD2
        /// U+FF00 and the 255 after it: wide forms of ASCII.
        static let wide: UInt8 = 0xD3
        /// A count, less one, and that many bytes as they are.
        static let bytes: UInt8 = 0xD4
        /// A text field of a message: its one-byte key is 0x0A; a word.
        static let name: UInt8 = 0xD5
        /// `set` of the field that the word names to a text, of a length; the text follows.
        static let setText: UInt8 = 0xD6
        /// `set` of the field that the word names to a text that is a word too.
        static let setWord: UInt8 = 0xD7
        /// `insert` of one text, of a length, into the field that the word names; the text follows.
        static let insertText: UInt8 = 0xD8
        /// `insert` of one text that is a word too.
        static let insertWord: UInt8 = 0xD9
        /// `set` of the field that the word names to a whole number of so many bytes; they follow.
        static let setNumber: UInt8 = 0xDA
    }

    /// Packs `salted`; its first bytes are random and stay as they are.
    static func pack(_ salted: UnsafeRawBufferPointer) -> [UInt8] {
        let packed = [UInt8](unsafeUninitializedCapacity: salted.count + 1) { room, count in
            room[0] = Format.first.rawValue
            var packer = BodyPacker(
                salted, into: UnsafeMutableRawBufferPointer(room), words: .first)
            count = packer.pack() ? packer.count : 0
        }
        guard packed.isEmpty else { return packed }
        return [Format.plain.rawValue] + salted
    }

    /// The bytes that were packed; throws ``DamagedMetadata`` for what ``pack(_:)`` never makes.
    static func unpack(_ packed: UnsafeRawBufferPointer) throws -> [UInt8] {
        guard let first = packed.first, let format = Format(rawValue: first) else {
            throw DamagedMetadata()
        }
        let rest = UnsafeRawBufferPointer(rebasing: packed.dropFirst())
        switch format {
        case .plain: return Array(rest)
        case .first:
            var unpacker = BodyUnpacker(rest, words: .first)
            return try unpacker.unpack()
        }
    }
}
