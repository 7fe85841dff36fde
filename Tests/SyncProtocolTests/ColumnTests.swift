import CausalCore
import Foundation
import RecordModel
import SwiftProtobuf
@testable import SyncProtocol
import TestSupport
import Testing

@Suite("Bodies in columns")
struct ColumnTests {
    private func changes(_ bodies: [[UInt8]]) -> [SealedChange] {
        bodies.map { body in
            SealedChange(
                header: [0x0A, 16] + [UInt8](repeating: 7, count: 16),
                content: .body(salt: [UInt8](repeating: 9, count: 16), bytes: body))
        }
    }

    private func bytes(
        _ mutations: [Mutation], recordedAt: Int64 = 0, reason: String = ""
    ) throws -> [UInt8] {
        try SealedBody(
            kind: "visit", kindVersion: 1, mutations: mutations, recordedAt: recordedAt, actor: "村",
            reason: reason, salt: [UInt8](repeating: 0, count: 16)
        ).salted.suffix(from: 16).map { $0 }
    }

    /// A body, or one that no program of this version writes, or bytes that are none.
    private func anyBody(_ chance: inout SeededGenerator) throws -> [UInt8] {
        let mutations = (0..<Int.random(in: 0...6, using: &chance)).map { _ in
            Sample.mutation(using: &chance)
        }
        var body = try bytes(
            mutations, recordedAt: Int64.random(in: .min ... .max, using: &chance),
            reason: Sample.text(using: &chance))
        switch Int.random(in: 0..<8, using: &chance) {
        case 0: body += [0x0A, 0x81, 0x00, 0x61]  // A length of two bytes where one would do.
        case 1: body += [0x3A, 1, 0]  // A field that nobody knows.
        case 2:
            body[Int.random(in: 0..<body.count, using: &chance)] ^=
                1 << UInt8.random(in: 0..<8, using: &chance)
        case 3: body = Array(body.prefix(Int.random(in: 0...body.count, using: &chance)))
        case 4: body += [0x18, 0x80, 0x00]  // A number of two bytes where one would do.
        case 5: body += body  // Every field twice, times too.
        default: break
        }
        return body
    }

    @Test("Whatever the bodies are, they come back byte for byte", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var sent = changes(
            try (0..<Int.random(in: 1...30, using: &chance)).map { _ in try anyBody(&chance) })
        let erased = Int.random(in: 0..<sent.count, using: &chance)
        sent[erased] = SealedChange(
            header: sent[erased].header, content: .erased(digest: Sample.bytes(32, using: &chance)))
        #expect(try WireChangeBatch(sent).changes(count: sent.count) == sent)
        #expect(try WireChangeBatch(rows: sent).changes(count: sent.count) == sent)
    }

    @Test("Like bodies stand in columns, with all that they have in common said once")
    func common() throws {
        let sent = changes(
            try (0..<100).map {
                try bytes(
                    [
                        .set(field: "duration_minutes", value: .integer(Int64($0))),
                        .set(field: "note", value: .text("第 \($0) 次")), .delete,
                    ], recordedAt: 1_780_000_000_000 + Int64($0))
            })
        let batch = WireChangeBatch(sent)
        #expect(batch.bodies.isEmpty)
        #expect(batch.columns.shapes.count == 1)
        #expect(batch.columns.parts.map(\.form) == [1, 2, 3, 4, 10, 9, 48])
        #expect(batch.columns.parts.map(\.name).suffix(3) == ["duration_minutes", "note", ""])
        let time = [UInt8](batch.columns.columns[2])
        #expect(Array(time.suffix(99)) == [UInt8](repeating: 2, count: 99))
        #expect(try batch.changes(count: 100) == sent)
    }

    @Test("Bodies that share nothing stay whole, and so does one alone")
    func apart() throws {
        let unlike = changes(
            try (0..<40).map { try bytes([.append(field: "field_\($0)", entries: [])]) })
        for sent in [unlike, Array(changes([try bytes([.delete])]))] {
            let batch = WireChangeBatch(sent)
            #expect(!batch.hasColumns)
            #expect(batch.bodies.count == sent.count)
        }
    }

    @Test("A name that is none stays among the bytes behind it")
    func noName() throws {
        let body = try bytes([.set(field: "note", value: .text("hi"))])
        var strange = body
        let name = try #require(body.firstRange(of: Array("note".utf8)))
        strange[name.lowerBound] = 0xFF
        let sent = changes([body, strange, body])
        #expect(strange != body)
        #expect(try WireChangeBatch(sent).changes(count: 3) == sent)
    }

    @Test("Columns that do not add up are refused")
    func refusals() throws {
        let sent = changes(
            try (0..<8).map { try bytes([.set(field: "note", value: .text("第 \($0) 次"))]) })
        let good = WireChangeBatch(sent)
        let wrongs: [(inout WireBodyColumns) -> Void] = [
            { $0.order.removeLast() }, { $0.order.append(1) }, { $0.order[0] = 0 },
            { $0.order[0] = 2 }, { $0.order[7] = 0x80 }, { $0.parts.removeLast() },
            { $0.columns.removeLast() }, { $0.columns.append(.init()) },
            { $0.columns[0].removeLast() }, { $0.columns[0].append(0) },
            { $0.columns[3][0] = 0x7F }, { $0.shapes.removeLast() }, { $0.shapes[0].append(9) },
            { $0.shapes[0].append(0x80) }, { $0.parts[0].name = "kind" }, { $0.parts[3].form = 0 },
            { $0.parts[3].form = 11 }, { $0.parts[3].form = 65 }, { $0.parts[3].form = .max },
            { $0.parts[3].name = String(repeating: "n", count: 65) },
            { $0.shapes = .init(repeating: $0.shapes[0], count: 9) },
            { $0.parts = .init(repeating: $0.parts[0], count: Limits.bodyPartsMax + 1) },
        ]
        #expect(try good.changes(count: 8) == sent)
        for (index, wrong) in wrongs.enumerated() {
            var batch = good
            wrong(&batch.columns)
            #expect(throws: WireError.self, "wrong \(index)") { try batch.changes(count: 8) }
        }
    }

    @Test("Few bytes cannot be put together to more than a batch may have")
    func bomb() throws {
        let name = String(repeating: "n", count: 64)
        let batch = WireChangeBatch.with {
            $0.headers = .init(repeating: .init([0x0A, 16]), count: 1_000)
            $0.salts = .init(repeating: 0, count: 16_000)
            $0.columns.parts = [
                .with {
                    $0.form = 48
                    $0.name = name
                }
            ]
            $0.columns.shapes = [.init(repeating: 0, count: Limits.bodyPiecesMax)]
            $0.columns.order = .init(repeating: 1, count: 1_000)
            $0.columns.columns = [.init(repeating: 0, count: 261_000)]
        }
        #expect(throws: WireError.tooLarge(what: "segment", limit: Limits.plainBytesMax)) {
            try batch.changes(count: 1_000)
        }
    }
}
