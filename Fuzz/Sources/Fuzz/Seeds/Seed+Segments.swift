import SyncProtocol

// A batch as it is, or a stream behind its length in three bytes.
extension Seed {
    private static func stream(_ count: Int, _ packed: [UInt8]) -> [UInt8] {
        [0, 8, 16].map { UInt8(truncatingIfNeeded: count >> $0) } + packed
    }

    private static func batch(
        headers: Int = 2, salts: Int = 32, bodies: Int = 2, erased: [[UInt8]] = []
    ) -> [UInt8] {
        let header = Proto.bytes(1, [0x0A, 16] + [UInt8](repeating: 4, count: 16))
        return (0..<headers).flatMap { _ in header }
            + Proto.bytes(2, [UInt8](repeating: 5, count: salts))
            + (0..<bodies).flatMap { _ in Proto.bytes(3, Proto.text(1, "visit")) }
            + erased.flatMap { Proto.bytes(4, $0) }
    }

    /// A batch of two bodies in columns: the kind, the time, and one field as a text.
    private static func columns(
        order: [UInt8] = [1, 1], shape: [UInt8] = [0, 1, 2], forms: [UInt8] = [1, 3, 9],
        times: [UInt8] = [0x80, 0x01, 2], notes: [UInt8] = [2, 104, 105, 0]
    ) -> [UInt8] {
        let parts = forms.flatMap { form in
            Proto.bytes(1, (form > 8 ? Proto.text(1, "note") : []) + Proto.number(2, UInt64(form)))
        }
        let kinds: [UInt8] = [5, 118, 105, 115, 105, 116, 5, 118, 105, 115, 105, 116]
        return batch(bodies: order.count { $0 == 0 })
            + Proto.bytes(
                5,
                parts + Proto.bytes(2, shape) + Proto.bytes(3, order) + Proto.bytes(4, kinds)
                    + Proto.bytes(4, times) + Proto.bytes(4, notes))
    }

    private static func erased(_ index: UInt64, digest: Int = 32) -> [UInt8] {
        Proto.number(1, index) + Proto.bytes(2, [UInt8](repeating: 6, count: digest))
    }

    static var segments: [Seed] {
        get throws {
            let packed = try Deflate.compress(batch())
            let zeros = try Deflate.compress([UInt8](repeating: 0, count: 8 << 20))
            return [
                Seed("two-changes", batch()),
                Seed("a-salt-short", batch(salts: 31)),
                Seed("more-headers-than-bodies", batch(bodies: 1)),
                Seed("one-body-erased", batch(erased: [erased(1)])),
                Seed("a-body-erased-that-is-not-there", batch(erased: [erased(2)])),
                Seed("a-body-erased-at-4-billion", batch(erased: [erased(.max)])),
                Seed("two-bodies-in-columns", columns()),
                Seed("a-column-short", columns(notes: [2, 104, 105])),
                Seed("a-column-long", columns(notes: [2, 104, 105, 0, 0])),
                Seed("a-text-that-is-longer-than-its-column", columns(notes: [0x7F, 104, 105, 0])),
                Seed("a-shape-that-is-not-there", columns(order: [1, 2])),
                Seed("a-part-that-is-not-there", columns(shape: [0, 1, 3])),
                Seed("a-part-of-no-form", columns(forms: [1, 3, 11])),
                Seed("a-time-twice-in-a-body", columns(shape: [0, 1, 2, 1], times: [2, 2, 2, 2])),
                Seed("one-body-whole", columns(order: [0, 1])),
                Seed("a-stream", stream(batch().count, packed)),
                Seed("a-stream-with-more-behind", stream(batch().count, packed + [0])),
                Seed("a-stream-that-is-longer-than-said", stream(batch().count - 1, packed)),
                Seed("eight-mebibytes-of-zeros", stream(8 << 20, zeros)),
                Seed("over-the-limit", stream((8 << 20) + 1, zeros)),
                Seed("a-block-of-no-type", stream(4, [0x07, 0xFF])),
                Seed("a-stored-block-that-lies", stream(4, [0x01, 4, 0, 4, 0, 1, 2, 3, 4])),
                Seed("from-before-the-dictionary", stream(9, [0x4B, 0x04, 0xE2, 0xFF, 0xFF, 0])),
            ]
        }
    }
}
