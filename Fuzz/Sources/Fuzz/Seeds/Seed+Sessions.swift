// A script that ``SessionTarget`` and ``Attacker`` read byte for byte: see there for the order.
extension Seed {
    /// A segment of one change, in the attacker's own scope unless another is named.
    private static func write(
        scope: UInt8 = 0, epoch: UInt8 = 0, sees: [UInt8] = [0], record: UInt8 = 0,
        body: [UInt8], tamper: UInt8 = 0
    ) -> [UInt8] {
        [1, scope, epoch, 0] + sees + [record] + body + [tamper]
    }

    /// A body of the specimen, counted from the end of the list of kinds, with mutations.
    private static func body(_ mutations: [UInt8]..., kind: UInt8 = 1) -> [UInt8] {
        [0, kind, 1, 1, 0, UInt8(mutations.count)] + mutations.flatMap { $0 }
    }

    /// Sets the field at a place to the text at a place.
    private static func set(_ field: UInt8, text: UInt8) -> [UInt8] { [field, 0, 3, text] }

    private static let delete: [UInt8] = [0, 9, 1]
    private static let keep: [UInt8] = [0, 9, 0]
    /// Another step than a segment.
    private static let honest: [UInt8] = [200]
    private static func work(_ choice: UInt8, record: UInt8 = 0, take: UInt8 = 1) -> [UInt8] {
        [205, record, 1, take, choice]
    }

    static var sessions: [Seed] {
        // Places of fields: 0 title, 5 tags, 6 journal, 8 price, 9 number, 10 seen_at, 12 status.
        let title = write(body: body(set(0, text: 1)))
        let everything: [UInt8] = [1, 1]
        return [
            Seed("one-record", title),
            Seed(
                "two-writers-of-one",
                honest + title + write(sees: [1] + everything, body: body(set(0, text: 2)))),
            Seed("published", write(body: body(set(0, text: 1), set(12, text: 3)))),
            Seed(
                "published-and-taken-back",
                write(body: body(set(12, text: 3))) + write(body: body(set(12, text: 4)))),
            Seed(
                "published-and-too-long-to-copy",
                (0..<3).flatMap { number in
                    write(body: body([6, 8, 3, 6, 6, 6], set(12, text: number < 2 ? 4 : 3)))
                }),
            Seed("deleted-and-kept", title + write(body: body(delete)) + write(body: body(keep))),
            Seed(
                "one-identity-twice",
                title + write(record: 1, body: body(set(0, text: 1), set(10, text: 6)))
                    + write(record: 2, body: body(set(0, text: 1), set(10, text: 6)))),
            Seed(
                "a-day-in-letters-of-two-parts",
                write(body: body(set(0, text: 1), set(10, text: 11)))
                    + write(record: 1, body: body(set(0, text: 1), set(10, text: 11)))),
            Seed("a-declaration-of-itself", write(body: body([13, 0, 7, 0], [14, 5, 1, 7, 0]))),
            Seed(
                "a-set-with-everything-in-it",
                write(body: body([5, 5, 3, 0, 1, 1, 2, 3], [5, 6, 1, 0]))),
            Seed("a-kind-nobody-knows", write(body: body(set(0, text: 1), kind: 0))),
            Seed(
                "a-device-that-registers-itself",
                write(scope: 3, body: body(set(0, text: 1), kind: 8))),
            Seed("in-the-scope-of-another", write(scope: 4, body: body(set(0, text: 1)))),
            Seed("the-last-epoch", write(epoch: 5, body: body(set(0, text: 1)))),
            Seed("an-erased-body", title + write(body: body(set(0, text: 2)), tamper: 240)),
            Seed(
                "decided-at-the-hub",
                honest + title + write(sees: [1, 0, 0, 1], body: body(set(0, text: 2))) + work(0)),
            Seed(
                "edited-at-the-hub",
                title + work(2) + write(sees: [1, 1], body: body(set(0, text: 2)))),
            Seed(
                "questions",
                title + [
                    225, 1, 2, 0, 1, 1, 2, 0, 0, 225, 1, 1, 0, 1, 1, 255, 255, 255, 255, 255, 255,
                    255, 255, 1,
                ]),
        ]
    }
}
