import Foundation

/// Text as fields keep it: in Unicode normalization form C, without blank ends, lines ended by LF.
enum PlainText {
    /// Cleans `text`; nil where it has control characters, or marks that turn the direction of
    /// writing and so make a reader see another text than the one that is kept.
    static func clean(_ text: String) -> String? {
        let isPlain = text.utf8.withContiguousStorageIfAvailable(isPlain) ?? false
        return isPlain ? trimmed(text) : cleanSlowly(text)
    }

    /// Whether every character is known, from its first bytes, to be visible and to stay as it is:
    /// ASCII, Latin, Chinese and the punctuation of both. Nearly all that people enter; the rest
    /// goes through Foundation at a tenth of the speed.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        let last = bytes.count - 1
        while place <= last {
            switch bytes[place] {
            case 32...126: place += 1
            case 0xC3...0xCB: place += 2
            case 0xE4...0xE9: place += 3
            case let lead where lead >= 0xE2 && place + 2 <= last:
                switch (lead, bytes[place + 1], bytes[place + 2]) {
                // Dashes, quotation marks, ellipses.
                case (0xE2, 0x80, 0x90...0xA7), (0xE2, 0x80, 0xB0...0xBF): place += 3
                // U+302A to U+302F, U+3099 and U+309A combine with what precedes them.
                case (0xE3, 0x80, 0xAA...0xAF), (0xE3, 0x82, 0x99...0x9A): return false
                case (0xE3, _, _): place += 3
                // Full-width letters and punctuation.
                case (0xEF, 0xBC...0xBE, _): place += 3
                default: return false
                }
            default: return false
            }
        }
        return true
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

    /// `text` without the blanks at its ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return text }
        if !isBlank(first), !isBlank(last) { return text }
        guard let start = scalars.firstIndex(where: { !isBlank($0) }),
            let end = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9...13, 32, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F,
            0x3000, 0xFEFF:
            true
        default: false
        }
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
