import TestSupport

/// Changes files of a corpus a little, as a fuzzer does, and the same way for the same seed.
struct Mutator {
    private let corpus: [[UInt8]]
    private var chance: SeededGenerator

    init(seed: UInt64, corpus: [[UInt8]]) {
        self.corpus = corpus
        chance = SeededGenerator(seed: seed)
    }

    /// The next input, of at most `lengthMax` bytes.
    mutating func next(lengthMax: Int) -> [UInt8] {
        guard !corpus.isEmpty else { return [] }
        var bytes = Array(corpus[below(corpus.count)].prefix(lengthMax))
        for _ in 0...below(4) { mutate(&bytes) }
        return Array(bytes.prefix(lengthMax))
    }

    /// Numbers at which programs go wrong.
    private static let edges: [UInt8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF]

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        guard place < bytes.count else { return bytes.append(UInt8(below(256))) }
        switch below(8) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] = UInt8(below(256))
        case 2: bytes[place] = Self.edges[below(Self.edges.count)]
        case 3: bytes.remove(at: place)
        case 4: bytes.insert(UInt8(below(256)), at: place)
        case 5: bytes.removeSubrange(place..<place + below(bytes.count - place + 1))
        case 6:
            let other = corpus[below(corpus.count)]
            let start = below(other.count + 1)
            bytes.replaceSubrange(place..., with: other[start...])
        default:
            let end = place + below(min(32, bytes.count - place) + 1)
            bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
        }
    }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &chance) }
}
