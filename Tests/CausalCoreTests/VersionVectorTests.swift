import CausalCore
import TestSupport
import Testing

@Suite("Version vectors")
struct VersionVectorTests {
    private func dots(_ seed: UInt64, count: Int = 12) -> [Dot] {
        var chance = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            Dot(
                Writes.replica(Int.random(in: 0..<5, using: &chance)),
                UInt64.random(in: 1...4, using: &chance))
        }
    }

    @Test(
        "a vector holds a dot exactly where one of its feed as high was put in", arguments: 0..<200)
    func holds(seed: UInt64) {
        let inside = dots(seed)
        let vector = VersionVector(inside)
        vector.checkInvariants()
        for replica in (0..<6).map(Writes.replica) {
            let highest = inside.filter { $0.replica == replica }.map(\.seq).max() ?? 0
            #expect(vector[replica] == highest)
            for seq in UInt64(1)...5 {
                #expect(vector.contains(Dot(replica, seq)) == (seq <= highest))
            }
        }
    }

    @Test("union is the least upper bound, whatever the order", arguments: 0..<200)
    func union(seed: UInt64) {
        let (left, right) = (VersionVector(dots(seed)), VersionVector(dots(seed &+ 7_919)))
        var one = left
        one.formUnion(right)
        var other = right
        other.formUnion(left)
        one.checkInvariants()
        #expect(one == other)
        #expect(one.contains(left) && one.contains(right))
        #expect(one == VersionVector(dots(seed) + dots(seed &+ 7_919)))
        #expect(left.contains(right) == (one == left))
        var again = one
        again.formUnion(left)
        #expect(again == one)
    }

    @Test(
        "equal vectors are equal however they were made, and 0 takes a part away",
        arguments: 0..<100)
    func equality(seed: UInt64) {
        let dots = dots(seed)
        #expect(VersionVector(dots) == VersionVector(dots.reversed()))
        var vector = VersionVector(dots)
        for entry in vector.entries { vector[entry.replica] = 0 }
        vector.checkInvariants()
        #expect(vector.isEmpty)
        #expect(vector == VersionVector())
        vector[Writes.replica(2)] = 0
        #expect(vector.isEmpty)
    }

    @Test("a replica id is its sixteen bytes and sorts as they do", arguments: 0..<100)
    func replicaIDs(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let one = ReplicaID(high: chance.next(), low: chance.next())
        let two = ReplicaID(high: seed % 2 == 0 ? chance.next() : one.high(), low: chance.next())
        #expect(try #require(ReplicaID(one.bytes)) == one)
        #expect((one < two) == one.bytes.lexicographicallyPrecedes(two.bytes))
        #expect(one.description.count == 32)
        #expect(ReplicaID(one.bytes.dropLast()) == nil)
        #expect(ReplicaID(one.bytes + [0]) == nil)
    }
}

extension ReplicaID {
    fileprivate func high() -> UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
