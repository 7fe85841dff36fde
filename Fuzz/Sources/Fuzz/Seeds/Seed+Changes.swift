// A header behind its length, 0 for a good one, and a body: messages of change.proto.
extension Seed {
    private static let kind = Proto.text(1, "visit")

    private static func body(_ content: [UInt8]) -> [UInt8] { [0] + kind + content }

    private static func setting(_ value: [UInt8]) -> [UInt8] {
        body(
            Proto.bytes(6, Proto.bytes(1, Proto.text(1, "topic") + Proto.bytes(2, value))))
    }

    private static func header(_ content: [UInt8]) -> [UInt8] {
        let all = Proto.bytes(1, [UInt8](repeating: 4, count: 16)) + content
        return [UInt8(truncatingIfNeeded: all.count)] + all + kind
    }

    private static func seen(_ replica: UInt8, _ seq: UInt64) -> [UInt8] {
        Proto.bytes(
            3,
            Proto.bytes(1, [UInt8](repeating: 0, count: 15) + [replica]) + Proto.number(2, seq))
    }

    private static func object(_ names: [String]) -> [UInt8] {
        Proto.bytes(
            5, names.flatMap { Proto.bytes(1, Proto.text(1, $0) + Proto.bytes(2, [])) })
    }

    static var changes: [Seed] {
        let named = Proto.text(1, "topic")
        let every = [
            Proto.bytes(1, named + Proto.bytes(2, Proto.text(3, "甲"))),
            Proto.bytes(2, named + Proto.bytes(2, Proto.number(2, 5))),
            Proto.bytes(3, named + Proto.bytes(2, [])), Proto.bytes(4, named + Proto.number(2, 3)),
            Proto.bytes(5, named + Proto.bytes(2, object(["a", "b"]))), Proto.bytes(6, []),
            Proto.bytes(7, []),
        ].flatMap { Proto.bytes(6, $0) }
        return [
            Seed("every-mutation", body(Proto.number(2, 3) + Proto.number(3, 7) + every)),
            Seed("no-kind", [0] + Proto.text(4, "clerk")), Seed("a-kind-twice", body(kind)),
            Seed("a-kind-of-65-letters", [0] + Proto.text(1, String(repeating: "k", count: 65))),
            Seed("257-mutations", body((0..<257).flatMap { _ in Proto.bytes(6, [0x3A, 0]) })),
            Seed("an-action-of-tomorrow", body(Proto.bytes(6, Proto.bytes(8, [1])))),
            Seed(
                "lists-17-deep",
                setting(Proto.nested(16, []) { Proto.bytes(4, Proto.bytes(1, $0)) })),
            Seed(
                "lists-1000-deep",
                setting(Proto.nested(1_000, []) { Proto.bytes(4, Proto.bytes(1, $0)) })),
            Seed("one-name-twice", setting(object(["a", "a"]))),
            Seed("a-text-in-bad-utf8", setting(Proto.bytes(3, [0x61, 0x80]))),
            Seed("a-length-of-2-to-the-63", body(Proto.bytes(6, [1], count: 1 << 63))),
            Seed("a-record-of-15-bytes", [17] + Proto.bytes(1, [UInt8](repeating: 1, count: 15))),
            Seed("seen-out-of-order", header(seen(9, 1) + seen(3, 1))),
            Seed("seen-beyond-all-numbers", header(seen(3, 1 << 53))),
            Seed("a-gap-beyond-all-numbers", header(Proto.number(2, .max))),
        ]
    }
}
