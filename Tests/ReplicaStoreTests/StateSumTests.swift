import ReplicaStore
import TestSupport
import Testing

@Suite("State sums")
struct StateSumTests {
    private func hashes(_ seed: UInt64, _ count: Int) -> [[UInt8]] {
        var chance = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            // Many bytes of 255, so that carries run through all four words.
            (0..<32).map { _ in
                Bool.random(using: &chance) ? 255 : UInt8.random(in: 0...255, using: &chance)
            }
        }
    }

    @Test(
        "the order of adding does not matter, and taking out undoes it",
        arguments: 0..<200 as Range<UInt64>)
    func laws(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let hashes = hashes(seed, 9)
        var one = StateSum()
        for hash in hashes { one.add(hash) }
        var two = StateSum()
        for hash in hashes.shuffled(using: &chance) { two.add(hash) }
        #expect(one == two)
        #expect(try #require(StateSum(one.bytes)) == one)
        for hash in hashes.shuffled(using: &chance) { two.subtract(hash) }
        #expect(two == StateSum())
        #expect(two.bytes == [UInt8](repeating: 0, count: 32))
        var below = StateSum()
        below.subtract(hashes[0])
        #expect(below != StateSum())
        below.add(hashes[0])
        #expect(below == StateSum())
    }

    @Test("it is addition modulo 2^256, byte by byte", arguments: 0..<100 as Range<UInt64>)
    func addition(seed: UInt64) {
        let hashes = hashes(seed, 2)
        var carry = 0
        let expected = (0..<32).map { index in
            let sum = Int(hashes[0][index]) + Int(hashes[1][index]) + carry
            carry = sum / 256
            return UInt8(sum % 256)
        }
        var sum = StateSum()
        for hash in hashes { sum.add(hash) }
        #expect(sum.bytes == expected)
    }

    @Test("other than 32 bytes is no sum")
    func size() {
        #expect(StateSum([]) == nil)
        #expect(StateSum([UInt8](repeating: 1, count: 31)) == nil)
    }
}
