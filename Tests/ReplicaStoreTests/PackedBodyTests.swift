import RecordModel
@testable import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Packed bodies")
struct PackedBodyTests {
    @Test("Any bytes come back as they were", arguments: 0..<200 as Range<UInt64>)
    func anyBytes(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        // Keys, lengths and beginnings of letters more often than chance would have them.
        let likely: [UInt8] = [0x32, 0x0A, 0x12, 0x1A, 0x10, 4, 5, 6, 0xE4, 0xB8, 0x80, 0xEF, 0xFF]
        for _ in 0..<20 {
            let bytes = (0..<Int.random(in: 0...300, using: &chance)).map { _ in
                Bool.random(using: &chance)
                    ? likely.randomElement(using: &chance) ?? 0
                    : UInt8.random(in: 0...255, using: &chance)
            }
            try check(bytes)
        }
    }

    @Test("Bodies of every kind come back, changed or cut ones too")
    func bodies() throws {
        var chance = SeededGenerator(seed: 7)
        for kind in KindCatalogue.standard.kinds {
            for _ in 0..<30 {
                let body = try Self.body(kind, &chance)
                try check(body)
                for _ in 0..<20 {
                    var changed = body
                    let place = Int.random(in: 0..<body.count, using: &chance)
                    changed[place] = UInt8.random(in: 0...255, using: &chance)
                    try check(changed)
                    try check(Array(body.prefix(place)))
                }
            }
        }
    }

    @Test("Damaged bytes are refused or give other bytes, never a trap")
    func damage() throws {
        var chance = SeededGenerator(seed: 9)
        let kind = try #require(KindCatalogue.standard["visit"])
        for _ in 0..<2_000 {
            var packed = try Self.body(kind, &chance).withUnsafeBytes { PackedBody.pack($0) }
            switch Int.random(in: 0..<3, using: &chance) {
            case 0: packed.removeLast(Int.random(in: 1...packed.count, using: &chance))
            case 1: packed.append(UInt8.random(in: 0x80...255, using: &chance))
            default:
                packed[Int.random(in: 0..<packed.count, using: &chance)] = UInt8.random(
                    in: 0...255, using: &chance)
            }
            _ = try? packed.withUnsafeBytes { try PackedBody.unpack($0) }
        }
        #expect(throws: DamagedMetadata.self) {
            try ([2, 1, 1] as [UInt8]).withUnsafeBytes { try PackedBody.unpack($0) }
        }
    }

    @Test("A damaged length, however large, is refused, and nothing is written beside its place")
    func length() {
        let salt = [UInt8](repeating: 7, count: PackedBody.saltBytes)
        for mark in [PackedBody.Mark.setText, PackedBody.Mark.insertText] {
            for length in [[0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0x7F]] as [[UInt8]] {
                let packed = [PackedBody.Format.first.rawValue] + salt + [mark, 1] + length
                let body = try? packed.withUnsafeBytes { try PackedBody.unpack($0) }
                // Key, three lengths with their keys, the name, and the length that was said.
                let said = body.map { $0.suffix(length.count) }
                #expect(said.map(Array.init) == length)
            }
        }
    }

    @Test("A visit takes less than three fifths of its bytes")
    func size() throws {
        let kind = try #require(KindCatalogue.standard["visit"])
        let values: [String: Value] = [
            "person": .text("01hk09n0004qm29km8fngg3pcf"), "met": .text("in_person"),
            "visited_at": .text("2025-01-01T12:09:51+08:00"), "health": .text("normal"),
            "mind": .text("normal"), "mode": .text("上门"), "visitors": .list([.text("高华财")]),
            "note": .text("本人在旁点头。饮食要人帮忙。已提醒不再使用，没有异味。需要人陪同去医院复诊。"),
            "duration_minutes": .integer(36),
        ]
        let body = try SealedBody(
            kind: kind.name, kindVersion: 1,
            mutations: kind.fields.flatMap { field in
                field.mutations(from: nil, to: values[field.name])
            }, recordedAt: 1_780_000_000_000, actor: "前台", reason: "",
            salt: [UInt8](repeating: 200, count: HashChain.saltBytes)
        ).salted
        let packed = body.withUnsafeBytes { PackedBody.pack($0) }
        #expect(packed.count * 5 < body.count * 3, "\(packed.count) of \(body.count)")
        try check(body)
    }

    @Test("The list has the names of every kind, choice and state that the program brought with it")
    func names() {
        // Names that came later stand in bodies as they are: the list is a part of the protocol.
        let later: Set<String> = ["erasure", "record", "cutoff"]
        for kind in KindCatalogue.standard.kinds {
            var names = [kind.name] + kind.fields.map(\.name)
            for field in kind.fields {
                if case .choice(let choices) = field.type { names += choices.map(\.value) }
            }
            for name in names where name.utf8.count >= 2 && !later.contains(name) {
                let place = Array(name.utf8).withUnsafeBytes { WordList.first.place(of: $0) }
                #expect(place != nil, "\(name) of \(kind.name)")
            }
        }
    }

    private func check(_ body: [UInt8]) throws {
        let packed = body.withUnsafeBytes { PackedBody.pack($0) }
        #expect(packed.count <= body.count + 1)
        #expect(try packed.withUnsafeBytes { try PackedBody.unpack($0) } == body)
    }

    /// A body that says something of some of the kind's fields.
    private static func body(_ kind: Kind, _ chance: inout SeededGenerator) throws -> [UInt8] {
        let texts = ["normal", "上门", "老人精神好，已约下次。", "Aé😀", "", "note", "１２３；"]
        var mutations: [Mutation] = [.keep]
        for field in kind.fields.shuffled(using: &chance).prefix(6) {
            let text = Value.text(texts.randomElement(using: &chance) ?? "")
            switch Int.random(in: 0..<6, using: &chance) {
            case 0: mutations.append(.set(field: field.name, value: text))
            case 1:
                let number = Int64.random(in: -5...1 << 40, using: &chance)
                mutations.append(.set(field: field.name, value: .integer(number)))
            case 2: mutations.append(.insert(field: field.name, elements: [text]))
            case 3: mutations.append(.insert(field: field.name, elements: [text, .text("邻里")]))
            case 4: mutations.append(.remove(field: field.name, elements: [text]))
            default: mutations.append(.set(field: field.name, value: .null))
            }
        }
        return try SealedBody(
            kind: kind.name, kindVersion: kind.version, mutations: mutations,
            recordedAt: Int64.random(in: 0...1 << 42, using: &chance), actor: "前台", reason: "",
            salt: (0..<HashChain.saltBytes).map { _ in UInt8.random(in: 0...255, using: &chance) }
        ).salted
    }
}
