// A letter for what it is. Metadata: which columns have a value, then a stamp (replica, seq, Lamport)
// and parts: 1 claims, 2 updated, 3 register, 4 set, 5 counter, 6 log, 7 column.
extension Seed {
    private static let stamp: [UInt8] = [1, 2, 3]
    private static let later: [UInt8] = [2, 4, 5]
    private static let endless = [UInt8](repeating: 0xFF, count: 9)

    private static func metadata(_ columns: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        [UInt8(ascii: "m"), columns] + stamp + parts.flatMap { $0 }
    }

    private static func name(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }

    private static func text(_ text: String) -> [UInt8] { [4] + name(text) }

    private static func packed(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8(ascii: "p"), 1] + [UInt8](repeating: 0, count: 16) + bytes
    }

    private static func vector(_ bytes: [UInt8]) -> [UInt8] { [UInt8(ascii: "v")] + bytes }

    static var stored: [Seed] {
        [
            Seed("metadata-of-all-columns", metadata(0xFF)),
            Seed("metadata-claims-of-two", metadata(1, [1, 2], stamp, [0], later, [1])),
            Seed("metadata-claims-of-none", metadata(0, [1, 0])),
            Seed("metadata-claims-of-2-to-the-63", metadata(1, [1], endless, [1])),
            Seed(
                "metadata-two-in-a-register",
                metadata(1, [3], name("title"), [2], stamp, text("甲"), later, text("乙"))),
            Seed(
                "metadata-a-set-of-one-twice",
                metadata(0, [4], name("tags"), [2], [0, 1], stamp, [0, 1], later)),
            Seed(
                "metadata-a-log-out-of-order",
                metadata(16, [6], name("journal"), [2], later, text("二"), stamp, text("一"))),
            Seed("metadata-a-column-of-later", metadata(1, [7], name("title"), later)),
            Seed(
                "metadata-lists-65-deep",
                metadata(0, [3], name("title"), [1], later, Proto.nested(65, [0]) { [5, 1] + $0 })),
            Seed(
                "metadata-an-object-with-a-name-twice",
                metadata(0, [3], name("lines"), [1], later, [6, 2], name("a"), [0], name("a"), [1])),
            Seed("packed-letters", packed([0x80, 0, 0xD1, 0xFF, 0xD2, 1, 0xD3, 0xFF])),
            Seed("packed-bytes-beyond-the-end", packed([0xD4, 255, 1])),
            Seed("packed-a-text-of-256-mebibytes", packed([0xD6, 3, 0xFF, 0xFF, 0xFF, 0x7F])),
            Seed("packed-two-words", packed([0xD7, 3, 4, 0xD9, 5, 6])),
            Seed(
                "packed-a-body",
                packed([0x0A, 5] + Array("visit".utf8))
                    + Proto.bytes(
                        6,
                        Proto.bytes(1, Proto.text(1, "result") + Proto.bytes(2, Proto.text(3, "好")))
                    )),
            Seed("vector-of-two", vector([1, 5, 2, 0x80, 1])),
            Seed("vector-of-one-twice", vector([1, 5, 1, 6])),
            Seed("vector-of-2-to-the-64", vector(endless + [1, 1])),
            Seed("vector-that-never-ends", vector(endless + [0xFF, 0xFF])),
        ]
    }
}
