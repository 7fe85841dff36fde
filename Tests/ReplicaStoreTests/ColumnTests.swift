import CausalCore
import GRDB
import RecordModel
import ReplicaStore
import SimulationKit
import TestSupport
import Testing

/// What goes into a kind's table comes out of it, whatever it is.
@Suite("Records in tables")
struct ColumnTests {
    private static let replica = ReplicaID(high: 1, low: 2)
    private static let record = RecordID(millisecondsSince1970: 9, random: (1, 2))

    private func state(_ mutations: [Mutation]) -> RecordState {
        var state = RecordState(id: Self.record, kind: Specimen.name)
        state.apply(
            Change(
                scope: .control, dot: Dot(Self.replica, 1), lamport: 1, context: VersionVector(),
                record: Self.record, kind: Specimen.name, mutations: mutations, recordedAt: 1_000,
                actor: "陈一"))
        return state
    }

    private func stored(_ state: RecordState) throws -> StoredRecord {
        StoredRecord(
            state: state, site: try #require(SiteID("442000001001")), isPublished: false, latest: 1)
    }

    @Test(
        "a value of any kind comes back from any column, fitting or not",
        arguments: [
            .null, .boolean(true), .boolean(false), .integer(0), .integer(.min), .integer(.max),
            .text(""), .text("王五"), .text("a\u{0}b"), .text("\"\\\n\u{7F}\u{1}"), .text("e\u{301}"),
            .list([]), .list([.null, .integer(1), .list([.text("x")])]), .object([:]),
            .object(["a": .object(["b": .list([.boolean(false), .null])])]),
        ] as [Value])
    func values(value: Value) throws {
        let file = try OpenFile()
        let kind = try Specimen.kind(edition: 2)
        let state = state(
            kind.fields.flatMap { field -> [Mutation] in
                [
                    .set(field: field.name, value: value),
                    .insert(field: field.name, elements: [value]),
                    .append(field: field.name, entries: [value, value]),
                ]
            } + [.set(field: "later", value: value), .increment(field: "total", amount: .max)])
        let record = try stored(state)
        try file.write { store in
            try store.install(kind, over: nil)
            #expect(try store.insert(record, kind: kind))
            #expect(try !store.insert(record, kind: kind))
        }
        let read = try file.file.read {
            try $0.record(
                Self.record, kindName: kind.name, kind: kind, site: record.site, isPublished: false)
        }
        #expect(read == record)
    }

    @Test("a kind that comes later shows what was held, and its newer edition what that brings")
    func lateKind() throws {
        let file = try OpenFile()
        let (first, second) = (try Specimen.kind(edition: 1), try Specimen.kind(edition: 2))
        let state = state([
            .set(field: "title", value: .text("早")), .set(field: "extra", value: .text("多")),
            .insert(field: "extra_tags", elements: [.text("甲")]),
            .increment(field: "extra_count", amount: 4),
            .append(field: "extra_lines", entries: [.text("一"), .text("一")]),
        ])
        let record = try stored(state)
        let read = { (kind: Kind?) in
            try file.file.read {
                try $0.record(
                    Self.record, kindName: Specimen.name, kind: kind, site: record.site,
                    isPublished: false)
            }
        }
        let column = { (name: String) in
            try file.file.database.read {
                try String.fetchOne($0, sql: "SELECT \"\(name)\" FROM specimen")
            }
        }
        try file.write { try $0.save(record, kind: nil, was: nil) }
        #expect(try read(nil) == record)
        try file.write { try $0.install(first, over: nil) }
        #expect(try read(first) == record)
        #expect(try column("title") == "早")
        try file.write { try $0.install(second, over: first) }
        #expect(try read(second) == record)
        #expect(try read(second)?.state.canonicalBytes == state.canonicalBytes)
        #expect(try column("extra") == "多")
        #expect(try column("extra_tags") == #"["甲"]"#)
        #expect(try column("extra_count") == "4")
        #expect(try column("extra_lines") == #"["一","一"]"#)
    }

    @Test("a deleted record leaves its table and comes back into it")
    func deletion() throws {
        let file = try OpenFile()
        let kind = try Specimen.kind(edition: 1)
        let first = try stored(state([.set(field: "title", value: .text("早"))]))
        var second = first
        let apply = { (record: inout StoredRecord, seq: UInt64, mutation: Mutation) in
            record.state.apply(
                Change(
                    scope: .control, dot: Dot(Self.replica, seq), lamport: seq,
                    context: VersionVector([Dot(Self.replica, seq - 1)]), record: Self.record,
                    kind: Specimen.name, mutations: [mutation], recordedAt: 1_000, actor: "陈一"))
        }
        apply(&second, 2, .delete)
        var third = second
        apply(&third, 3, .keep)
        try file.write { store in
            try store.install(kind, over: nil)
            _ = try store.insert(first, kind: kind)
            try store.save(second, kind: kind, was: first)
            #expect(try store.count(of: kind) == 0)
            #expect(try !store.insert(first, kind: kind))
            let read = try store.record(
                Self.record, kindName: kind.name, kind: kind, site: first.site, isPublished: false)
            #expect(read == second)
            try store.save(third, kind: kind, was: second)
            #expect(try store.count(of: kind) == 1)
        }
        let left = try file.file.database.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM unlisted")
        }
        #expect(left == 0)
    }
}
