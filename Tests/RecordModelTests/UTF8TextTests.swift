import RecordModel
import Testing

@Suite("Text that came as bytes")
struct UTF8TextTests {
    @Test(
        "is valid exactly where the standard library says so", arguments: 0..<200 as Range<UInt64>)
    func sameAsStandardLibrary(seed: UInt64) {
        var random = Seeded(seed)
        // Bytes at which one form ends and another begins, more often than others.
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
            0xE1,
            0xE4, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                edges.randomElement(using: &random) ?? UInt8.random(in: 0...255, using: &random)
            }
            let isValid = bytes.withUnsafeBytes { UTF8Text.isValid($0) }
            #expect(isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    @Test("takes what people write")
    func written() {
        for text in ["", "abc", "探访记录：一切正常。", "é ñ ß", "👵🏻 𠮷野家", "\u{10FFFF}"] {
            #expect(Array(text.utf8).withUnsafeBytes { UTF8Text.isValid($0) })
        }
    }
}
