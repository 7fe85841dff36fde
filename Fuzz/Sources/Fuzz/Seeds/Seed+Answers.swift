// A script that ``AnswersTarget`` and ``Liar`` read byte for byte: see there for the order.
extension Seed {
    /// An answer to the question of a session: no clock, frontiers, whether others differ, states.
    private static func frontiers(
        _ heads: [UInt8]..., othersDiffer: UInt8 = 0, states: [[UInt8]] = []
    ) -> [UInt8] {
        [0, UInt8(heads.count)] + heads.flatMap { $0 } + [othersDiffer, UInt8(states.count)]
            + states.flatMap { $0 }
    }

    /// The frontier of the scope at a place, as the device has it (1) or the hub (0), without a change.
    private static func heads(_ scope: UInt8, of replica: UInt8) -> [UInt8] {
        [scope, replica, 0, 0, 0]
    }

    /// A state of the scope at a place, as the device has it (1) or the hub (0).
    private static func state(_ scope: UInt8, of replica: UInt8) -> [UInt8] {
        [scope, replica, 1, 1]
    }

    /// A stream without segments, and all of it.
    private static let nothing: [UInt8] = [0, 1, 0]

    static var answers: [Seed] {
        let (peer, hub): ([UInt8], [UInt8]) = ([0], [1])
        // Site, public, control: the places of scopes.
        let asks = frontiers()
        return [
            Seed("a-peer-that-has-nothing", peer + asks + asks + [0, 0]),
            Seed("a-hub-that-has-nothing", hub + asks + frontiers(othersDiffer: 1) + [0, 0]),
            Seed(
                "a-hub-that-has-all-by-its-word",
                hub + frontiers(states: [state(0, of: 1)]) + [1] + heads(0, of: 1) + [1]
                    + state(0, of: 1)),
            Seed(
                "another-branch-of-ones-own-feed",
                hub + asks + frontiers([0, 1, 1, 0, 2, 1, 9, 9, 9, 9, 9, 9, 9, 9]) + nothing
                    + nothing + [0, 0]),
            Seed(
                "ahead-of-everybody",
                hub + asks
                    + frontiers([0, 1, 1, 1, 255, 255, 255, 255, 255, 255, 255, 127, 0])
                    + nothing + [0, 0]),
            Seed(
                "segments-of-its-own",
                peer + asks + frontiers([0, 1, 1, 1, 200, 0, 0, 0, 0, 0, 0, 0, 0]) + [1, 2]
                    + [0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 3, 1, 0] + [1, 0, 0, 0]),
            Seed(
                "ones-own-segment-with-another-number",
                hub + asks + frontiers([0, 1, 1, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0])
                    + [1, 1, 0, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0]),
            Seed("a-clock-of-the-last-day", peer + [1, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0]),
        ]
    }
}
