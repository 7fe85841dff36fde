import Testing

@testable import zssync

struct DisplayWidthTests {
    @Test("Chinese takes two columns, Latin one, marks none")
    func widths() {
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.of("陈秀英") == 6)
        #expect(DisplayWidth.of("（ａ）") == 6)
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("𠮷") == 2)
    }

    @Test("a text is filled or cut to exactly the width", arguments: 4..<12)
    func fitted(width: Int) {
        for text in ["", "a", "陈秀英", "ab陈秀英cd", "一二三四五六七八"] {
            #expect(DisplayWidth.of(DisplayWidth.fitted(text, to: width)) == width)
        }
    }

    @Test("a record cannot move the cursor of whoever lists it")
    func harmless() {
        #expect(DisplayWidth.harmless("a\u{1B}[2Jb\nc\u{202E}d") == "a [2Jb c d")
    }
}
