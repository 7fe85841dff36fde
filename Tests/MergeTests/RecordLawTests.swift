import CausalCore
import RecordModel
import SimulationKit
import TestSupport
import Testing

@Suite("Laws of merged records")
struct RecordLawTests {
    @Test(
        "equal changes give equal states, bytes, conflicts and columns, in whatever order they come",
        arguments: 0..<300 as Range<UInt64>)
    func convergence(seed: UInt64) throws {
        let history = SimulatedAuthors(seed: seed, changes: 24)
        let (first, second) = (try Specimen.kind(edition: 1), try Specimen.kind(edition: 2))
        let unknown = Kind(
            name: Specimen.name, version: 0, label: Label(chinese: "", english: ""),
            audience: .site, fields: [])
        let receivers = try [first, second, unknown, second].enumerated().map { index, kind in
            var receiver = Receiver(seed: seed &* 31 &+ UInt64(index), kind: kind)
            try receiver.take(history.changes) { merged, read in
                #expect(read == merged, "what is read back from disk is what was merged")
                read.checkInvariants()
            }
            return receiver
        }
        for record in history.records {
            let states = receivers.compactMap { $0.states[record] }
            let isTouched = history.changes.contains { $0.record == record }
            #expect(states.count == (isTouched ? receivers.count : 0))
            guard let one = states.first else { continue }
            for other in states.dropFirst() {
                #expect(other == one)
                #expect(other.canonicalBytes == one.canonicalBytes)
                for kind in [first, second] {
                    #expect(other.conflicts(by: kind) == one.conflicts(by: kind))
                    #expect(other.columns(by: kind) == one.columns(by: kind))
                }
            }
        }
    }

    @Test("damaged metadata is refused, never a trap", arguments: 0..<60 as Range<UInt64>)
    func damage(seed: UInt64) throws {
        let kind = try Specimen.kind(edition: 1)
        var chance = SeededGenerator(seed: seed)
        var numbers = LocalNumbers()
        let history = SimulatedAuthors(seed: seed, changes: 12)
        var state = RecordState(id: history.records[0], kind: kind.name)
        for change in history.changes where change.record == state.id { state.apply(change) }
        guard state.updated != nil else { return }
        let sound = try state.metadata(kind: kind, numbers: &numbers)
        for _ in 0..<50 {
            var bytes = sound
            switch Int.random(in: 0..<3, using: &chance) {
            case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &chance))
            case 1:
                bytes[Int.random(in: 0..<bytes.count, using: &chance)] = UInt8.random(
                    in: 0...255, using: &chance)
            default:
                bytes += [
                    UInt8.random(in: 0...255, using: &chance),
                    UInt8.random(in: 0...255, using: &chance),
                ]
            }
            _ = try? RecordState(
                id: state.id, kind: kind, columns: [:], recordedAt: 0, actor: "",
                metadata: bytes, numbers: &numbers)
        }
    }
}

extension RecordState {
    /// Every structure's own invariants, and none that is empty.
    fileprivate func checkInvariants() {
        existence.claims.checkInvariants()
        #expect(!existence.claims.siblings.isEmpty)
        for (_, field) in fields {
            field.register.checkInvariants()
            field.set.checkInvariants()
            field.log.checkInvariants()
            #expect(field != FieldState())
        }
    }
}
