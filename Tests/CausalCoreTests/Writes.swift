import CausalCore
import TestSupport

/// A write that somebody made: its stamp, and what its author had seen.
struct Write: Hashable {
    let stamp: Stamp
    let context: VersionVector
    /// Which of a few values, elements or claims it is about.
    let choice: Int

    /// Whether the author had seen `other`.
    func hasSeen(_ other: Write) -> Bool { context.contains(other.stamp.dot) }
}

/// Writes of a few replicas with contexts of any age, each after all that it had seen.
struct Writes {
    let inOrder: [Write]

    static func replica(_ number: Int) -> ReplicaID {
        ReplicaID(high: UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(number))
    }

    init(seed: UInt64, count: Int, choices: Int) {
        var chance = SeededGenerator(seed: seed)
        var written: [Write] = []
        var seqs: [UInt64] = [0, 0, 0, 0]
        var frontiers = Array(repeating: VersionVector(), count: 4)
        var lamport: UInt64 = 0
        for _ in 0..<count {
            let author = Int.random(in: 0..<4, using: &chance)
            if Bool.random(using: &chance) {
                frontiers[author].formUnion(frontiers[Int.random(in: 0..<4, using: &chance)])
            }
            var context = frontiers[author]
            if Int.random(in: 0..<4, using: &chance) == 0,
                let older = written.randomElement(using: &chance)
            {
                // A form drawn long ago: what another author had seen then, as far as it is held.
                context = older.context
            }
            seqs[author] += 1
            lamport += UInt64.random(in: 0...1, using: &chance)
            let dot = Dot(Self.replica(author), seqs[author])
            written.append(
                Write(
                    stamp: Stamp(lamport: lamport, dot: dot), context: context,
                    choice: Int.random(in: 0..<choices, using: &chance)))
            frontiers[author].insert(dot)
        }
        inOrder = written
    }
}
