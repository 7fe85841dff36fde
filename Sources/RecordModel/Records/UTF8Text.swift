/// Text that came from elsewhere as bytes.
public enum UTF8Text: Sendable {
    /// Whether `bytes` are well-formed UTF-8, as RFC 3629 has it: no surrogates, no longer forms than
    /// needed, nothing beyond U+10FFFF.
    ///
    /// By hand, as the generic `String(validating:as:)` looks its types up anew for each text: a tenth
    /// of an import.
    public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        let count = bytes.count
        while place < count {
            let lead = bytes[place]
            if lead < 0x80 {
                place += 1
                continue
            }
            let length: Int
            // What the second byte may be; those behind it are always 80 to BF.
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, second) = (3, 0xA0...0xBF)
            case 0xED: (length, second) = (3, 0x80...0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, second) = (4, 0x90...0xBF)
            case 0xF1...0xF3: length = 4
            case 0xF4: (length, second) = (4, 0x80...0x8F)
            default: return false
            }
            guard count - place >= length, second.contains(bytes[place + 1]) else { return false }
            for index in 2..<max(length, 2) where bytes[place + index] & 0xC0 != 0x80 {
                return false
            }
            place += length
        }
        return true
    }

    /// The text that `bytes` are; nil where they are not well-formed.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        isValid(UnsafeRawBufferPointer(bytes)) ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// The text that `bytes` are; nil where they are not well-formed.
    static func text(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBufferPointer { text($0) }
    }
}
