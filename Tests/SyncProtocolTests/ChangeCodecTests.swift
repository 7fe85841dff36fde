import CausalCore
import Foundation
import RecordModel
import SwiftProtobuf
@testable import SyncProtocol
import TestSupport
import Testing

@Suite("The codec of changes, held against SwiftProtobuf")
struct ChangeCodecTests {
    private let cursor: FeedCursor

    init() throws {
        let scope = try #require(Scope("site/442000001001"))
        cursor = FeedCursor(scope: scope, replica: ReplicaID(high: 7, low: 7))
    }

    private func bytes(of change: Change) throws -> [UInt8] {
        let salt = [UInt8](repeating: 0, count: HashChain.saltBytes)
        return Array(try SealedBody(change, salt: salt).salted.dropFirst(salt.count))
    }

    private func change(_ mutations: [Mutation], reason: String = "") -> Change {
        Change(
            scope: cursor.scope, dot: Dot(cursor.replica, 1), lamport: 1,
            context: VersionVector(), record: RecordID(high: 1, low: 2), kind: "visit",
            mutations: mutations, recordedAt: 0, actor: "", reason: reason, kindVersion: 0)
    }

    /// A header of every size of number, with positions of replicas that are put in and taken out.
    private func header(using chance: inout SeededGenerator) -> ChangeHeader {
        func number(_ chance: inout SeededGenerator) -> UInt64 {
            chance.next() >> UInt64.random(in: 0...64, using: &chance)
        }
        return ChangeHeader(
            record: RecordID(high: number(&chance), low: number(&chance)),
            lamportGap: number(&chance),
            context: (0..<Int.random(in: 0...4, using: &chance)).map { _ in
                .init(
                    replica: ReplicaID(high: number(&chance), low: number(&chance)),
                    seq: number(&chance))
            }, isRewritten: Bool.random(using: &chance))
    }

    @Test("Both write the same bytes and read the same from them", arguments: 0..<300)
    func sameBytes(seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<10 {
            let change = Sample.change(after: cursor, using: &chance)
            let wire = WireChangeBody(change)
            let reference: [UInt8] = try wire.serializedBytes()
            #expect(try bytes(of: change) == reference)
            let body = try ReadBody(reference)
            #expect(body == wire.said)
            #expect(body.mutations == change.mutations)
            #expect(Array(body.reason.utf8) == Array(change.reason.utf8))

            let header = header(using: &chance)
            let headerReference: [UInt8] = try WireChangeHeader(header).serializedBytes()
            #expect(header.bytes == headerReference)
            #expect(try ChangeHeader(headerReference).bytes == headerReference)
        }
    }

    @Test("A message grows by the bytes of its length wherever that takes more of them")
    func lengths() throws {
        let edges = [0x7F, 0x80, 0x3FFF, 0x4000].flatMap { $0 - 20...$0 + 4 }
        for count in edges + [Limits.textBytesMax] {
            let text = Value.text(String(repeating: "a", count: count))
            let change = change(
                [
                    .set(field: "note", value: text),
                    .append(field: "log", entries: [.object(["a": .list([text, .null])]), text]),
                ], reason: String(repeating: "b", count: count))
            let written = try bytes(of: change)
            #expect(written == (try WireChangeBody(change).serializedBytes()))
            #expect(try ReadBody(written).mutations == change.mutations)
        }
    }

    @Test("Cut or turned bytes never trap; what is taken means the same to SwiftProtobuf")
    func damage() throws {
        var chance = SeededGenerator(seed: 11)
        let feed = try GoldenVillage().clerkFeed().sealed
        var bodies = (0..<6).compactMap { _ in
            try? bytes(of: Sample.change(after: cursor, using: &chance))
        }
        for sealed in feed {
            guard let bytes = sealed.content.bodyBytes else { continue }
            bodies.append(bytes)
        }
        let headers = feed.map(\.header) + (0..<6).map { _ in header(using: &chance).bytes }
        for body in bodies { for bytes in damaged(body) { try compareBody(bytes) } }
        for header in headers { for bytes in damaged(header) { try compareHeader(bytes) } }
    }

    @Test("Bytes by chance never trap; what is taken means the same", arguments: 0..<300)
    func noise(seed: Int) throws {
        var chance = SeededGenerator(seed: UInt64(seed))
        let change = Sample.change(after: cursor, using: &chance)
        for _ in 0..<20 {
            var body = try bytes(of: change)
            var header = header(using: &chance).bytes
            for _ in 0..<Int.random(in: 1...4, using: &chance) {
                body[Int.random(in: body.indices, using: &chance)] = .random(
                    in: 0...255, using: &chance)
                header[Int.random(in: header.indices, using: &chance)] = .random(
                    in: 0...255, using: &chance)
            }
            try compareBody(body)
            try compareHeader(header)
            let noise = Sample.bytes(Int.random(in: 0...40, using: &chance), using: &chance)
            try compareBody(noise)
            try compareHeader(noise)
        }
    }

    /// Every beginning of `bytes`, and `bytes` with any one bit turned.
    private func damaged(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.indices.map { Array(bytes[..<$0]) }
            + bytes.indices.flatMap { place in
                (0..<8).map { bit in
                    var turned = bytes
                    turned[place] ^= 1 << UInt8(bit)
                    return turned
                }
            }
    }

    private func compareBody(_ bytes: [UInt8]) throws {
        do {
            let body = try ReadBody(bytes)
            #expect(body == (try WireChangeBody(serializedBytes: bytes)).said, "\(bytes)")
        } catch is WireError {}
    }

    private func compareHeader(_ bytes: [UInt8]) throws {
        do {
            let header = try ChangeHeader(bytes)
            var wire = try WireChangeHeader(serializedBytes: bytes)
            wire.unknownFields = .init()
            for index in wire.context.indices { wire.context[index].unknownFields = .init() }
            #expect(WireChangeHeader(header) == wire, "\(bytes)")
        } catch is WireError {}
    }

    /// Field 15 as each of the four forms, and a field with a key of five bytes.
    private static let unknown: [UInt8] =
        [0x78, 0xFF, 0x01] + [0x79, 1, 2, 3, 4, 5, 6, 7, 8] + [0x7A, 2, 0xFF, 0xFF]
        + [0x7D, 1, 2, 3, 4] + [0xF8, 0xFF, 0xFF, 0xFF, 0x0F, 0]

    @Test("Unknown fields, and known numbers in another form, are stepped over at every level")
    func unknownFields() throws {
        let unknown = Self.unknown
        let value = try WireValue(serializedBytes: unknown + [0x18, 1, 0x10, 6] + unknown)
        #expect(value.integer == 3)
        let nothing = try WireNothing(serializedBytes: unknown)
        let named = try WireNamedValue(serializedBytes: [0x08, 1, 0x0A, 1, 0x61] + unknown)
        var list = try WireValueList(serializedBytes: unknown)
        list.values = [value]
        var object = try WireValueObject(serializedBytes: unknown)
        object.values = [named]
        var set = try WireSetField(serializedBytes: unknown)
        set.field = "note"
        set.value = .with { $0.list = list }
        var values = try WireFieldValues(serializedBytes: unknown)
        values.field = "tags"
        values.values = [value, .with { $0.object = object }]
        var mutation = try WireMutation(serializedBytes: unknown)
        let newer = mutation
        mutation.insert = values
        var increment = try WireIncrement(serializedBytes: unknown)
        increment.field = "count"
        increment.amount = -4
        var body = try WireChangeBody(serializedBytes: unknown + [0x0D, 1, 2, 3, 4])
        body.kind = "visit"
        body.mutations = [
            newer, .with { $0.set = set }, mutation, .with { $0.increment = increment },
            .with { $0.delete = nothing }, .with { $0.keep = nothing },
        ]
        let read = try ReadBody(try body.serializedBytes())
        #expect(read == body.said)
        #expect(
            read.mutations == [
                .set(field: "note", value: .list([.integer(3)])),
                .insert(field: "tags", elements: [.integer(3), .object(["a": .null])]),
                .increment(field: "count", amount: -4), .delete, .keep,
            ])

        var position = try WireFeedPosition(serializedBytes: unknown)
        position.replica = .init(cursor.replica.bytes)
        position.seq = 9
        var header = try WireChangeHeader(serializedBytes: unknown)
        header.record = .init(RecordID(high: 1, low: 2).bytes)
        header.context = [position]
        let opened = try ChangeHeader(try header.serializedBytes())
        #expect(opened.record == RecordID(high: 1, low: 2))
        #expect(opened.context.map(\.seq) == [9])
    }

    @Test("Fields come in any order, and numbers may be longer than needed")
    func order() throws {
        // reason, a mutation, kind_version 1 in ten bytes, kind.
        let bytes: [UInt8] =
            [0x2A, 1, 0x62, 0x32, 2, 0x3A, 0, 0x10, 0x81] + [UInt8](repeating: 0x80, count: 8)
            + [0, 0x0A, 1, 0x6B]
        let body = try ReadBody(bytes)
        #expect(body == (try WireChangeBody(serializedBytes: bytes)).said)
        #expect(body.kind == "k" && body.kindVersion == 1 && body.mutations == [.keep])
    }

    @Test("A second of what may be there once is refused: bytes have one meaning")
    func twice() throws {
        let kind: [UInt8] = [0x0A, 1, 0x6B]
        _ = try ReadBody(kind)
        let set = { (inside: [UInt8]) -> [UInt8] in
            kind + [0x32, UInt8(inside.count + 2), 0x0A, UInt8(inside.count)] + inside
        }
        _ = try ReadBody(set([0x0A, 1, 0x61, 0x12, 2, 0x08, 1]))
        for wrong: [UInt8] in [
            kind + kind, kind + [0x10, 1, 0x10, 1], kind + [0x18, 0, 0x18, 0],
            kind + [0x22, 0, 0x22, 0], kind + [0x2A, 0, 0x2A, 0],
            // A mutation that deletes and keeps, one that keeps twice.
            kind + [0x32, 4, 0x32, 0, 0x3A, 0], kind + [0x32, 4, 0x3A, 0, 0x3A, 0],
            // A field's name, its value, the value's content.
            set([0x0A, 1, 0x61, 0x0A, 1, 0x61]), set([0x0A, 1, 0x61, 0x12, 0, 0x12, 0]),
            set([0x0A, 1, 0x61, 0x12, 4, 0x08, 1, 0x10, 1]),
            // Groups, field 0, forms 6 and 7, a key beyond 32 bits.
            kind + [0x7B, 0x7C], kind + [0x7C], kind + [0x00, 0], kind + [0x7E], kind + [0x7F],
            kind + [0xF8, 0xFF, 0xFF, 0xFF, 0x1F, 0],
            // A number of eleven bytes, a length beyond the end, a length beyond Int, bad UTF-8.
            kind + [0x10] + [UInt8](repeating: 0x80, count: 10) + [0], kind + [0x2A, 2, 0x61],
            kind + [0x2A] + [UInt8](repeating: 0xFF, count: 9) + [1],
            kind + [0x2A, 3, 0xED, 0xA0, 0x80], kind + [0x2A, 1, 0xC3],
        ] {
            #expect(throws: WireError.malformed("change body"), "\(wrong)") {
                try ReadBody(wrong)
            }
        }
        let record: [UInt8] = [0x0A, 16] + [UInt8](repeating: 1, count: 16)
        _ = try ChangeHeader(record)
        for wrong in [record + record, record + [0x10, 1, 0x10, 1]] {
            #expect(throws: WireError.malformed("change header")) { try ChangeHeader(wrong) }
        }
    }
}
