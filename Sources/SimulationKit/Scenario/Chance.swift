/// One source of chance (SplitMix64): equal seeds, equal draws.
///
/// Each subsystem has its own for each event, so that an event that is taken out of a scenario does not
/// move the draws of any other.
public struct Chance: RandomNumberGenerator, Sendable {
    /// What draws.
    public enum Stream: UInt64, Sendable {
        case plan = 1
        case identity, people, network, disk
    }

    private var state: UInt64

    /// The draws of `stream` for `event` of the scenario `seed`.
    public init(seed: UInt64, _ stream: Stream, event: Int = 0) {
        state = seed &* 0x2545_F491_4F6C_DD1D
        state ^= stream.rawValue &* 0x9E37_79B9_7F4A_7C15
        state ^= UInt64(truncatingIfNeeded: event) &* 0xD1B5_4A32_D192_ED03
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1.
    package mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<max(1, bound), using: &self)
    }

    /// True in `perMille` of a thousand draws.
    package mutating func happens(_ perMille: Int) -> Bool { below(1_000) < perMille }

    /// One of `choices`; nil of none.
    package mutating func pick<Choices: Collection>(_ choices: Choices) -> Choices.Element? {
        choices.randomElement(using: &self)
    }
}
