/// Crockford's base 32 in lower case: ten digits and 22 letters, none of which look alike.
enum CrockfordBase32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Writes `bytes`, five bits a letter, the last letter filled up with zero bits.
    static func text(of bytes: some Sequence<UInt8>) -> String {
        var letters: [UInt8] = []
        var pending: UInt32 = 0
        var pendingBits = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            pendingBits += 8
            while pendingBits >= 5 {
                pendingBits -= 5
                letters.append(alphabet[Int(pending >> UInt32(pendingBits) & 31)])
            }
        }
        if pendingBits > 0 {
            letters.append(alphabet[Int(pending << UInt32(5 - pendingBits) & 31)])
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Reads what ``text(of:)`` wrote, in either case, taking `o` for 0 and `i` and `l` for 1.
    ///
    /// Nil for any other letter, for a length that no bytes have, and for filling bits that are not
    /// zero, so that two texts never mean the same bytes.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var pendingBits = 0
        for letter in text.utf8 {
            guard let value = value(of: letter) else { return nil }
            pending = pending << 5 | value
            pendingBits += 5
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits)))
            }
        }
        guard pendingBits < 5, pending & (1 << UInt32(pendingBits) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        let lower = (65...90).contains(letter) ? letter + 32 : letter
        switch lower {
        case UInt8(ascii: "o"): return 0
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return 1
        default: return alphabet.firstIndex(of: lower).map { UInt32($0) }
        }
    }
}
