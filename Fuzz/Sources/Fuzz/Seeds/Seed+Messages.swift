// Each a message of sync.proto or identity.proto, the number of a field first.
extension Seed {
    private static let replica = [UInt8](repeating: 7, count: 16)
    private static let head =
        Proto.bytes(1, replica) + Proto.number(2, 3)
        + Proto.bytes(3, [UInt8](repeating: 1, count: 8))
    private static let scope = Proto.text(1, "site/442000001001")

    private static func frontiers(_ content: [UInt8]) -> [UInt8] {
        Proto.number(1, 1) + Proto.bytes(4, content)
    }

    private static func segment(
        first: UInt64 = 1, count: UInt64 = 1, last: UInt64 = 1, plain: UInt64 = 4,
        batch: [UInt8] = [0x03, 0x00]
    ) -> [UInt8] {
        scope + Proto.bytes(2, replica) + Proto.number(3, 1) + Proto.text(4, "device")
            + Proto.number(5, first) + Proto.number(6, count)
            + Proto.bytes(
                7,
                Proto.number(1, last) + Proto.bytes(2, [UInt8](repeating: 2, count: 32))
                    + Proto.bytes(3, [UInt8](repeating: 3, count: 64)))
            + Proto.number(8, plain) + Proto.bytes(9, batch)
    }

    static var messages: [Seed] {
        [
            Seed("empty", []),
            Seed("a-length-of-2-to-the-63", Proto.bytes(1, [1, 2], count: 1 << 63)),
            Seed("a-number-that-never-ends", [0x08] + [UInt8](repeating: 0xFF, count: 40)),
            Seed("a-group-that-does-not-end", [0x0B]),
            Seed("groups-in-groups", [UInt8](repeating: 0x0B, count: 2_000)),
            Seed("unknown-fields", Proto.number(900, 5) + Proto.bytes(901, [1, 2, 3])),
            Seed("a-frame-in-a-frame", Proto.nested(300, []) { Proto.bytes(1, $0) }),
            Seed("a-scope-in-bad-utf8", frontiers(Proto.bytes(1, [0x73, 0xC3, 0x28]))),
            Seed("one-head-twice", frontiers(scope + Proto.bytes(2, head) + Proto.bytes(2, head))),
            Seed(
                "a-head-at-2-to-the-64",
                frontiers(
                    scope
                        + Proto.bytes(
                            2,
                            Proto.bytes(1, replica) + Proto.number(2, .max)
                                + Proto.bytes(3, [UInt8](repeating: 1, count: 8))))),
            Seed(
                "heads-over-the-limit",
                frontiers(scope + (0..<1_025).flatMap { _ in Proto.bytes(2, [0x10, 1]) })),
            Seed("many-versions", Proto.bytes(1, [UInt8](repeating: 1, count: 4_000))),
            Seed("a-segment-of-1001", segment(count: 1_001, last: 1_001)),
            Seed("a-segment-of-4-gib", segment(plain: 0xFFFF_FFFF)),
            Seed("a-segment-at-the-end-of-numbers", segment(first: .max, last: .max)),
            Seed("a-segment-that-ends-before-it-begins", segment(first: 9, last: 2)),
            Seed("a-segment", segment()),
            Seed(
                "a-refusal-without-end",
                Proto.text(1, "busy") + Proto.text(2, String(repeating: "e\u{301}", count: 1_500))),
        ]
    }
}
