/// SplitMix64: small, fast, equal everywhere. Not for secrets.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for the thing `number` of the sort `domain`.
    init(seed: UInt64, domain: UInt64, number: Int) {
        var mixed = SplitMix(seed: seed &+ domain &* 0xD1B5_4A32_D192_ED03)
        state = mixed.next() &+ UInt64(number) &* 0x9E6C_63D0_876A_9A4F
        state = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A number from 0 up to but not including `bound`, which is positive and far below 2^64.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number within `range`.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// Whether something that happens `percent` times in a hundred happens.
    mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

    /// One of `choices`, which is not empty.
    mutating func one<Element>(of choices: [Element]) -> Element { choices[below(choices.count)] }

    /// One of `choices` by their weights.
    mutating func weighted<Element>(_ choices: [(Element, weight: Int)]) -> Element {
        var rest = below(choices.reduce(0) { $0 + $1.weight })
        for (choice, weight) in choices {
            if rest < weight { return choice }
            rest -= weight
        }
        return choices[0].0
    }
}
