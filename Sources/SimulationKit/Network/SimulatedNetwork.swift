/// Which replicas reach each other, and what becomes of a message.
struct SimulatedNetwork {
    /// Milliseconds that a message takes where nothing delays it.
    private static let usualDelay: Int64 = 40
    private static let latest: Int64 = 120_000

    private struct Link: Hashable {
        let from: Int
        let to: Int
    }

    private let faults: FaultPlan
    private let seed: UInt64
    private var cutUntil: [Link: Int64] = [:]
    /// The faults that struck the message last asked about.
    private(set) var struck: [Fault] = []

    init(_ scenario: Scenario) {
        faults = scenario.faults
        seed = scenario.seed
    }

    mutating func cut(from: Int, to: Int, until time: Int64, isOneWay: Bool) {
        cutUntil[Link(from: from, to: to)] = time
        if !isOneWay { cutUntil[Link(from: to, to: from)] = time }
    }

    mutating func heal() { cutUntil = [:] }

    /// When `message`, sent at `time`, comes: never, once or twice. A stream may come in part.
    ///
    /// `isFaulty` is false once the network is mended for good.
    mutating func deliveries(
        of message: Message, at time: Int64, isFaulty: Bool
    ) -> [(at: Int64, message: Message)] {
        struck = []
        guard isFaulty else { return [(time + Self.usualDelay, message)] }
        if let until = cutUntil[Link(from: message.from, to: message.to)], time < until {
            return []
        }
        // By what it is, not by how many came before: other messages keep their fate.
        var chance = Chance(
            seed: seed, .network,
            event: message.session &* 64 &+ message.step &* 2
                &+ (message.from < message.to ? 0 : 1))
        if strikes(.loss, &chance) { return [] }
        let whole = cut(message, &chance)
        let copies = strikes(.duplication, &chance) ? 2 : 1
        return (0..<copies).map { _ in
            let delay =
                strikes(.delay, &chance)
                ? Int64.random(in: Self.usualDelay..<Self.latest, using: &chance) : Self.usualDelay
            return (time + delay, whole)
        }
    }

    private mutating func strikes(_ fault: Fault, _ chance: inout Chance) -> Bool {
        guard chance.happens(faults[fault]) else { return false }
        struck.append(fault)
        return true
    }

    private mutating func cut(_ message: Message, _ chance: inout Chance) -> Message {
        let frames: [[UInt8]]
        switch message.content {
        case .answer(.frames(let all, true)), .request(.changes(let all, true)): frames = all
        default: return message
        }
        guard !frames.isEmpty, strikes(.cut, &chance) else { return message }
        let part = Array(frames.prefix(chance.below(frames.count)))
        let isRequest = if case .request = message.content { true } else { false }
        return message.saying(
            isRequest
                ? .request(.changes(part, isWhole: false)) : .answer(.frames(part, isWhole: false)))
    }
}
