import CausalCore
import TestSupport
import Testing

/// Each structure against its definition, read off the set of writes without any order of arrival.
@Suite("Causal structures")
struct StructureTests {
    @Test("a register keeps exactly the writes that no later one had seen", arguments: 0..<300)
    func register(seed: UInt64) {
        let writes = Writes(seed: seed, count: 14, choices: 3).inOrder
        var register = Register<Int>()
        for write in writes {
            register.write(write.choice, at: write.stamp, context: write.context)
            register.checkInvariants()
        }
        let kept = writes.filter { write in !writes.contains { $0.hasSeen(write) } }
            .sorted { $0.stamp < $1.stamp }
        #expect(register.siblings.map(\.stamp) == kept.map(\.stamp))
        #expect(register.siblings.map(\.value) == kept.map(\.choice))
        #expect(register.latest?.stamp == kept.last?.stamp)
        #expect(register.isContested == (Set(kept.map(\.choice)).count > 1))
    }

    @Test("two values that one change gives a field are one write: the last counts")
    func oneChange() {
        var register = Register<Int>()
        let stamp = Stamp(lamport: 1, dot: Dot(Writes.replica(0), 1))
        register.write(1, at: stamp, context: VersionVector())
        register.write(2, at: stamp, context: VersionVector())
        #expect(register.siblings == [.init(stamp: stamp, value: 2)])
        #expect(Register<Int>().isContested == false)
    }

    @Test(
        "an element is in a set exactly where an addition was seen by no removal",
        arguments: 0..<300)
    func addWins(seed: UInt64) {
        let writes = Writes(seed: seed, count: 16, choices: 6).inOrder
        var set = AddWinsSet<Int>()
        for write in writes {
            let element = write.choice / 2
            if write.choice % 2 == 0 {
                set.add(element, at: write.stamp, context: write.context)
            } else {
                set.remove(element, context: write.context)
            }
            set.checkInvariants()
        }
        for element in 0..<3 {
            let additions = writes.filter { $0.choice == element * 2 }
            let others = writes.filter { $0.choice / 2 == element }
            let standing = additions.filter { addition in
                !others.contains { $0.hasSeen(addition) }
            }
            #expect((set.additions[element] ?? []) == standing.map(\.stamp).sorted())
        }
        #expect(set.elements == set.additions.keys.sorted())
    }

    @Test(
        "a record is hidden exactly where every claim that nobody has seen is a deletion",
        arguments: 0..<300)
    func tombstone(seed: UInt64) {
        let writes = Writes(seed: seed, count: 12, choices: 2).inOrder
        var existence = Existence()
        #expect(!existence.isDeleted)
        for write in writes {
            existence.note(
                write.choice == 0 ? .written : .deleted, at: write.stamp, context: write.context)
            existence.claims.checkInvariants()
        }
        let claims = writes.filter { write in !writes.contains { $0.hasSeen(write) } }
        #expect(existence.isDeleted == claims.allSatisfy { $0.choice == 1 })
        #expect(existence.isContested == (Set(claims.map(\.choice)).count == 2))
    }

    @Test("a deletion hides a record only if it had seen every write")
    func deletionAgainstWrite() {
        let (a, b) = (Writes.replica(0), Writes.replica(1))
        let written = Stamp(lamport: 1, dot: Dot(a, 1))
        var existence = Existence()
        existence.note(.written, at: written, context: VersionVector())
        existence.note(
            .deleted, at: Stamp(lamport: 2, dot: Dot(b, 1)), context: VersionVector([written.dot]))
        #expect(existence.isDeleted)
        existence.note(
            .written, at: Stamp(lamport: 2, dot: Dot(a, 2)), context: VersionVector([written.dot]))
        #expect(!existence.isDeleted && existence.isContested)
    }

    @Test("a counter is the sum of its increments, wrapping alike everywhere", arguments: 0..<100)
    func counter(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let amounts = (0..<10).map { _ in Int64(truncatingIfNeeded: chance.next()) }
        var one = Counter()
        for amount in amounts { one.increment(by: amount) }
        var two = Counter()
        for amount in amounts.shuffled(using: &chance) { two.increment(by: amount) }
        #expect(one == two)
        #expect(one.total == amounts.reduce(0, &+))
    }

    @Test(
        "a log is in order of stamp whatever came first; lines of one change keep theirs",
        arguments: 0..<200)
    func log(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let writes = Writes(seed: seed, count: 10, choices: 3).inOrder
        var expected: [GrowOnlyLog<Int>.Line] = []
        for write in writes.sorted(by: { $0.stamp < $1.stamp }) {
            expected += (0...write.choice).map { .init(stamp: write.stamp, entry: $0) }
        }
        var log = GrowOnlyLog<Int>()
        for write in writes.shuffled(using: &chance) {
            for entry in 0...write.choice { log.append(entry, at: write.stamp) }
            log.checkInvariants()
        }
        #expect(log.lines == expected)
    }
}
