import CausalCore
import DeviceIdentity
import RecordModel
import SyncEngine
@testable import SyncProtocol
import TestSupport
import Testing

@Suite("Sealing and opening changes")
struct SealingTests {
    @Test("What was sealed opens to the same change and the same place", arguments: 0..<200)
    func law(seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        let village = try GoldenVillage()
        var writer = FeedCursor(scope: village.scope, replica: village.a)
        var reader = writer
        for _ in 0..<20 {
            let change = Sample.change(after: writer, using: &chance)
            let salt = Sample.bytes(16, using: &chance)
            let sealed = try writer.seal(change, salt: salt)
            let opened = try reader.open(sealed)
            #expect(try opened.change(in: village.scope) == change)
            #expect(reader == writer)
        }
    }

    @Test("A random feed goes through a segment unharmed", arguments: 0..<50)
    func segments(seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        let village = try GoldenVillage()
        var cursor = FeedCursor(scope: village.scope, replica: village.a)
        var sealed: [SealedChange] = []
        for _ in 0..<Int.random(in: 1...40, using: &chance) {
            let change = Sample.change(after: cursor, using: &chance)
            let one = try cursor.seal(change, salt: Sample.bytes(16, using: &chance))
            let isErased = Int.random(in: 0..<10, using: &chance) == 0
            sealed.append(
                isErased
                    ? SealedChange(header: one.header, content: .erased(digest: one.bodyDigest))
                    : one)
        }
        let segment = Segment(
            scope: village.scope, replica: village.a, epoch: 1, device: village.clerk.device.text,
            firstSeq: 1, changes: sealed,
            checkpoint: Checkpoint(
                seq: UInt64(sealed.count), hash: cursor.hash,
                signature: Sample.bytes(64, using: &chance)))
        #expect(try Segment(segment.wire()) == segment)
        var reader = FeedCursor(scope: village.scope, replica: village.a)
        for change in sealed { _ = try reader.open(change) }
        #expect(reader == cursor)
    }

    @Test("A header costs little where nothing was seen in between")
    func size() throws {
        let village = try GoldenVillage()
        var cursor = FeedCursor(scope: village.scope, replica: village.a)
        var context = VersionVector()
        for seq in 1...3 as ClosedRange<UInt64> {
            let change = Change(
                scope: village.scope, dot: Dot(village.a, seq), lamport: seq, context: context,
                record: village.meeting, kind: GoldenVillage.kind, mutations: [.keep],
                recordedAt: 0,
                actor: "")
            let sealed = try cursor.seal(change, salt: [UInt8](repeating: 0, count: 16))
            #expect(sealed.header.count == 18)
            context = cursor.expectedContext
        }
    }

    @Test("An author cannot write what others would have to refuse")
    func ownLimits() throws {
        let village = try GoldenVillage()
        let deep = (0..<16).reduce(Value.null) { value, _ in .list([value]) }
        let tooLong = String(repeating: "长", count: Limits.textBytesMax / 3 + 1)
        let mutation = Mutation.set(field: "topic", value: .text("a"))
        for (mutations, actor, reason) in [
            ([Mutation](repeating: mutation, count: Limits.mutationsMax + 1), "clerk", ""),
            ([.set(field: "topic", value: .text(tooLong))], "clerk", ""),
            ([.set(field: "topic", value: deep)], "clerk", ""),
            ([.set(field: "Topic", value: .null)], "clerk", ""),
            ([mutation], String(repeating: "a", count: 257), ""),
            ([mutation], "clerk", tooLong),
        ] {
            var cursor = FeedCursor(scope: village.scope, replica: village.a)
            let before = cursor
            let change = Change(
                scope: village.scope, dot: Dot(village.a, 1), lamport: 1,
                context: VersionVector(), record: village.meeting, kind: GoldenVillage.kind,
                mutations: mutations, recordedAt: 0, actor: actor, reason: reason)
            #expect(throws: WireError.self) {
                try cursor.seal(change, salt: [UInt8](repeating: 0, count: 16))
            }
            #expect(cursor == before)
        }
    }
}
