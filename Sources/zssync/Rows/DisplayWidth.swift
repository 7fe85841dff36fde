/// How many columns a text takes on a terminal: Chinese characters take two.
enum DisplayWidth {
    /// The columns of `text`.
    static func of(_ text: some StringProtocol) -> Int {
        // Nearly all cells are plain ASCII or plain Chinese.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// The columns of one character, however many scalars it is of.
    static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if character.unicodeScalars.contains(where: { $0.value == 0xFE0F }) { return 2 }
        return of(first)
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: 1
        case 0..<0x20, 0x7F..<0xA0: 0
        case 0x0300...0x036F, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
            0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// `text` in exactly `width` columns: filled with spaces, or cut with `…`.
    static func fitted(_ text: String, to width: Int) -> String {
        let own = of(text)
        if own <= width { return text + String(repeating: " ", count: width - own) }
        var kept = ""
        var used = 0
        for character in text {
            let next = of(character)
            if used + next > width - 1 { break }
            kept.append(character)
            used += next
        }
        return kept + "…" + String(repeating: " ", count: max(0, width - 1 - used))
    }

    /// `text` without what would move the cursor: a record from elsewhere must not write to the
    /// terminal of whoever lists it.
    static func harmless(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { isHarmless($0) }
        if isPlain { return text }
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { view.append(isHarmless(scalar) ? scalar : " ") }
        return String(view)
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
