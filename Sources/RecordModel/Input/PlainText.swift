import Foundation

/// Text as fields keep it: in Unicode normalization form C, without blank ends, lines ended by LF.
enum PlainText {
    /// Cleans `text`; nil where it has control characters, or marks that turn the direction of
    /// writing and so make a reader see another text than the one that is kept.
    static func clean(_ text: String) -> String? {
        var isComposed = true
        var isPlain = true
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte < 32 || byte == 127 { isPlain = false }
            // Lead bytes of planes and blocks where anything may combine, change or be invisible.
            switch byte {
            case 0xC2, 0xCC...0xE2, 0xEA, 0xEF...0xFF: isComposed = false
            default: break
            }
            // U+302A to U+302F, U+3099 and U+309A, and what is near them.
            if previous == 0xE3, byte == 0x80 || byte == 0x82 { isComposed = false }
            previous = byte
        }
        if isComposed, isPlain { return trimmed(text) }
        return cleanSlowly(text)
    }

    private static func cleanSlowly(_ text: String) -> String? {
        var lines = text
        if lines.utf8.contains(13) {
            lines = lines.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        }
        for scalar in lines.unicodeScalars {
            switch scalar.value {
            case 9, 10: break
            case 0..<32, 127...159, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: return nil
            default: break
            }
        }
        return trimmed(lines.precomposedStringWithCanonicalMapping)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex {
            return text
        }
        return String(scalars[first...last])
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }

    /// Full-width letters, digits and signs as ASCII: what an input method leaves in a number.
    static func halfWidth(_ text: String) -> String {
        guard text.utf8.contains(0xEF) else { return text }
        var narrow = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            narrow.append(
                isWide ? Unicode.Scalar(UInt8(scalar.value - 0xFF01 + 0x21)) : scalar)
        }
        return String(narrow)
    }
}
