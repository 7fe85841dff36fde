import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import SwiftProtobuf
import SyncEngine
@testable import SyncProtocol
import TestSupport
import Testing

@Suite("What a reader refuses")
struct RefusalTests {
    private let village: GoldenVillage
    private let start: FeedCursor

    init() throws {
        village = try GoldenVillage()
        start = FeedCursor(scope: village.scope, replica: village.a)
    }

    private func open(
        _ header: WireChangeHeader, _ body: WireChangeBody? = nil, from cursor: FeedCursor
    ) throws -> OpenedChange {
        var cursor = cursor
        let body = body ?? .with { $0.kind = "visit" }
        return try cursor.open(
            SealedChange(
                header: try header.serializedBytes(),
                content: .body(
                    salt: [UInt8](repeating: 0, count: 16), bytes: try body.serializedBytes())))
    }

    private func header(
        gap: UInt64 = 0, _ context: [(ReplicaID, UInt64)] = []
    ) -> WireChangeHeader {
        .with {
            $0.record = .init(village.meeting.bytes)
            $0.lamportGap = gap
            $0.context = context.map { replica, seq in
                .with {
                    $0.replica = .init(replica.bytes)
                    $0.seq = seq
                }
            }
        }
    }

    @Test("A Lamport number that JSON could not carry")
    func lamport() throws {
        #expect(try open(header(gap: Limits.counterMax - 2), from: start).lamport == 1 << 53 - 1)
        for gap in [Limits.counterMax - 1, Limits.counterMax, UInt64.max - 1, UInt64.max] {
            #expect(throws: WireError.self) { try open(header(gap: gap), from: start) }
        }
        let last = FeedCursor(
            scope: village.scope, replica: village.a, seq: 1, lamport: Limits.counterMax - 1,
            hash: start.hash, context: VersionVector())
        for gap in [0, 1, .max] as [UInt64] {
            #expect(throws: WireError.self) { try open(header(gap: gap), from: last) }
        }
    }

    @Test("A context that is unsorted, doubled, of the future or over the limit")
    func contexts() throws {
        let (low, high) = (Sample.others[0], Sample.others[1])
        #expect(try open(header([(low, 1), (high, 2)]), from: start).context[high] == 2)
        let wrongs: [[(ReplicaID, UInt64)]] = [
            [(high, 2), (low, 1)], [(low, 1), (low, 1)], [(low, Limits.counterMax)],
            [(village.a, 1)], [(village.a, .max)],
        ]
        for context in wrongs {
            #expect(throws: WireError.malformed("context")) {
                try open(header(context), from: start)
            }
        }
        let many = (1...UInt64(Limits.replicasMax)).map { (ReplicaID(high: 0, low: $0), UInt64(1)) }
        #expect(try open(header(many), from: start).context.entries.count == Limits.replicasMax)
        #expect(throws: WireError.tooLarge(what: "context", limit: Limits.replicasMax)) {
            try open(header(many + [(ReplicaID(high: 1, low: 0), 1)]), from: start)
        }
        var short = header()
        short.context = [.with { $0.replica = .init([1, 2, 3]) }]
        #expect(throws: WireError.malformed("context")) { try open(short, from: start) }
    }

    @Test("A record id of another length, and bytes that are no message")
    func headers() throws {
        for count in [0, 15, 17] {
            var wrong = header()
            wrong.record = .init([UInt8](repeating: 1, count: count))
            #expect(throws: WireError.malformed("record id")) { try open(wrong, from: start) }
        }
        var cursor = start
        for bytes in [[0x0A, 0x7F], [0xFF], [0x0A, 0x10, 1]] as [[UInt8]] {
            #expect(throws: WireError.self) {
                try cursor.open(
                    SealedChange(
                        header: bytes,
                        content: .erased(digest: [UInt8](repeating: 0, count: 32))))
            }
        }
        #expect(cursor == start)
    }

    @Test("A body over a limit: mutations, text, depth, names")
    func bodies() throws {
        let body = { (fill: (inout WireChangeBody) -> Void) in
            WireChangeBody.with {
                $0.kind = "visit"
                fill(&$0)
            }
        }
        let set = { (value: WireValue) in
            WireMutation.with {
                $0.set = .with {
                    $0.field = "topic"
                    $0.value = value
                }
            }
        }
        let nested = { (depth: Int) in
            (1..<depth).reduce(WireValue()) { value, _ in
                .with { $0.list = .with { $0.values = [value] } }
            }
        }
        let text = { (count: Int) in
            WireValue.with { $0.text = String(repeating: "a", count: count) }
        }
        let object = { (names: [String]) in
            WireValue.with {
                $0.object = .with {
                    $0.values = names.map { name in .with { $0.name = name } }
                }
            }
        }
        let most = Limits.mutationsMax
        for fine in [
            body { $0.mutations = .init(repeating: set(WireValue()), count: most) },
            body { $0.mutations = [set(text(Limits.textBytesMax))] },
            body { $0.mutations = [set(nested(Limits.valueDepthMax))] },
            body { $0.mutations = [set(object(["_", "a", "b1"]))] },
            body { $0.mutations = [WireMutation()] },
            body { $0.actor = String(repeating: "a", count: 256) },
        ] {
            _ = try open(header(), fine, from: start)
        }
        for wrong in [
            body { $0.mutations = .init(repeating: set(WireValue()), count: most + 1) },
            body { $0.mutations = [set(text(Limits.textBytesMax + 1))] },
            body { $0.mutations = [set(nested(Limits.valueDepthMax + 1))] },
            body { $0.mutations = [set(object(["b", "a"]))] },
            body { $0.mutations = [set(object(["a", "a"]))] },
            body { $0.mutations = [set(object(["A"]))] },
            body { $0.mutations = [set(object([""]))] },
            body { $0.mutations = [.with { $0.set = .with { $0.field = "名" } }] },
            body { $0.kind = "" },
            body { $0.kind = String(repeating: "k", count: 65) },
            body { $0.actor = String(repeating: "a", count: 257) },
            body { $0.reason = String(repeating: "a", count: Limits.textBytesMax + 1) },
        ] {
            #expect(throws: WireError.self) { try open(header(), wrong, from: start) }
        }
    }

    @Test("A value so deep that reading it step by step would end the stack")
    func abyss() throws {
        let wrap = { (field: UInt8, bytes: [UInt8]) in
            var count: [UInt8] = []
            var rest = bytes.count
            while rest >= 0x80 {
                count.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            return [field << 3 | 2] + count + [UInt8(rest)] + bytes
        }
        var value: [UInt8] = []
        for _ in 0..<20_000 { value = wrap(4, wrap(1, value)) }
        let set = wrap(1, wrap(1, Array("topic".utf8)) + wrap(2, value))
        let body = wrap(1, Array("visit".utf8)) + wrap(6, set)
        var cursor = start
        let header = try header().serializedBytes() as [UInt8]
        #expect(throws: WireError.self) {
            try cursor.open(
                SealedChange(
                    header: header,
                    content: .body(salt: [UInt8](repeating: 0, count: 16), bytes: body)))
        }
    }

    @Test("A change of more bytes than the limit, before its header is looked at")
    func changeBytes() throws {
        var cursor = start
        let header = try header().serializedBytes() as [UInt8]
        #expect(throws: WireError.tooLarge(what: "change", limit: Limits.changeBytesMax)) {
            try cursor.open(
                SealedChange(
                    header: header,
                    content: .body(
                        salt: [UInt8](repeating: 0, count: 16),
                        bytes: [UInt8](repeating: 0xFF, count: Limits.changeBytesMax))))
        }
    }

    @Test("A body that leaves no room for the header that it may be written anew with")
    func bodyBytes() throws {
        var cursor = start
        let header = try header().serializedBytes() as [UInt8]
        let salt = [UInt8](repeating: 0, count: HashChain.saltBytes)
        // Values of a field that is not known, until the limit is reached.
        let body = { (count: Int) in
            [0x0A, 5] + Array("visit".utf8) + [UInt8](repeating: 0x78, count: count)
        }
        let room = (Limits.bodyBytesMax - salt.count - 7) / 2 * 2
        _ = try cursor.open(
            SealedChange(header: header, content: .body(salt: salt, bytes: body(room))))
        #expect(throws: WireError.tooLarge(what: "change body", limit: Limits.bodyBytesMax)) {
            try cursor.open(
                SealedChange(header: header, content: .body(salt: salt, bytes: body(room + 2))))
        }
        let text = Value.text(String(repeating: "a", count: Limits.textBytesMax))
        #expect(throws: WireError.tooLarge(what: "change body", limit: Limits.bodyBytesMax)) {
            try SealedBody(
                kind: "visit", kindVersion: 1,
                mutations: (0..<8).map { .set(field: "note\($0)", value: text) }, recordedAt: 0,
                actor: "", reason: "", salt: salt)
        }
    }

    @Test("A segment whose parts do not add up, before it is inflated")
    func segments() throws {
        let good = try GoldenMessage.segment().wire()
        let wrongs: [(inout WireSegment) -> Void] = [
            { $0.scope = "site/" }, { $0.scope = "elsewhere" }, { $0.replica = .init([1]) },
            { $0.count = 0 }, { $0.count += 1 },
            { $0.count = UInt32(Limits.segmentChangesMax) + 1 },
            { $0.firstSeq = 0 }, { $0.firstSeq = Limits.counterMax }, { $0.firstSeq = .max },
            { $0.checkpoint.seq += 1 }, { $0.checkpoint.hash = .init([1]) },
            { $0.checkpoint.signature.removeLast() }, { $0.plainBytes -= 1 },
            { $0.plainBytes += 1 }, { $0.plainBytes = .max }, { $0.batch.removeLast() },
            { $0.batch.append(0) }, { $0.device = String(repeating: "d", count: 65) },
        ]
        for wrong in wrongs {
            var wire = good
            wrong(&wire)
            #expect(throws: WireError.self) { try Segment(wire) }
        }
    }

    @Test("A batch that lacks a part, or names an erased body that is none")
    func batches() throws {
        let good = WireChangeBatch(rows: try GoldenMessage.segment(erased: [2]).changes)
        #expect(try good.changes(count: 8).count == 8)
        let wrongs: [(inout WireChangeBatch) -> Void] = [
            { $0.headers.removeLast() }, { $0.bodies.removeLast() }, { $0.salts.removeLast() },
            { $0.erased[0].index = 8 }, { $0.erased[0].index = .max },
            { $0.erased[0].digest.removeLast() },
            { $0.erased = .init(repeating: $0.erased[0], count: 9) },
        ]
        for wrong in wrongs {
            var batch = good
            wrong(&batch)
            #expect(throws: WireError.self) { try batch.changes(count: 8) }
        }
    }

    @Test("A segment with any one bit turned is refused, breaks the chain, or says the same")
    func flips() throws {
        let golden = try GoldenMessage.segment(erased: [2])
        let small = Segment(
            scope: golden.scope, replica: golden.replica, epoch: golden.epoch,
            device: golden.device, firstSeq: 1, changes: Array(golden.changes.prefix(3)),
            checkpoint: try checkpoint(of: Array(golden.changes.prefix(3))))
        let bytes: [UInt8] = try small.wire().serializedBytes()
        #expect(try isAccepted(bytes, saying: small))
        for place in bytes.indices {
            for bit in 0..<8 {
                var turned = bytes
                turned[place] ^= 1 << UInt8(bit)
                // Accepted means: the same changes, by the same author, under the same signature.
                _ = try isAccepted(turned, saying: small)
            }
        }
    }

    private func checkpoint(of changes: [SealedChange]) throws -> Checkpoint {
        var cursor = start
        for change in changes { _ = try cursor.open(change) }
        return Checkpoint(
            seq: cursor.seq, hash: cursor.hash,
            signature: try village.clerk.sign(
                HashChain.checkpointBytes(
                    scope: cursor.scope, replica: cursor.replica, seq: cursor.seq,
                    hash: cursor.hash)))
    }

    /// Checks a segment as a receiver does; whatever passes must be what was sent.
    private func isAccepted(_ bytes: [UInt8], saying sent: Segment) throws -> Bool {
        do {
            let segment = try Segment(WireSegment(serializedBytes: bytes))
            guard segment.device == village.clerk.device.text,
                ReplicaID.of(publicKey: village.clerk.publicKey, epoch: segment.epoch)
                    == segment.replica
            else { return false }
            var cursor = FeedCursor(scope: segment.scope, replica: segment.replica)
            for change in segment.changes { _ = try cursor.open(change) }
            let isSigned = DevicePublicKey(village.clerk.publicKey)?.verifies(
                segment.checkpoint.signature,
                of: HashChain.checkpointBytes(
                    scope: segment.scope, replica: segment.replica, seq: segment.checkpoint.seq,
                    hash: segment.checkpoint.hash))
            guard isSigned == true, cursor.hash == segment.checkpoint.hash, segment.firstSeq == 1
            else {
                return false
            }
            #expect(segment.changes == sent.changes && segment.scope == sent.scope)
            return true
        } catch is WireError {
            return false
        } catch is BinaryDecodingError {
            return false
        } catch is SwiftProtobufError {
            return false
        }
    }
}
