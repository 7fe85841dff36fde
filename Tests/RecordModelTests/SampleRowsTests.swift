import RecordModel
import Testing

@testable import zssync_bench

@Suite("Sample records")
struct SampleRowsTests {
    static func rows(
        _ kind: GenerateCommand.SampleKind, _ count: Int, seed: UInt64 = 1, people: Int = 8_000
    ) throws -> [UInt8] {
        var rows = SampleRows(
            kind: kind, seed: seed, people: people, sites: try SampleSites.registry())
        var bytes: [UInt8] = []
        for _ in 0..<count { rows.appendNext(to: &bytes) }
        return bytes
    }

    static func records(_ name: GenerateCommand.SampleKind, _ bytes: [UInt8]) throws
        -> [InputRecord]
    {
        let kind = try #require(KindCatalogue.standard[name.rawValue])
        let input = RecordInput(kind: kind, today: try #require(Day("2027-01-01")))
        return try NDJSONReader.Line.all(of: String(decoding: bytes, as: UTF8.self)).map {
            try input.record($0)
        }
    }

    @Test(
        "every row is a record that can be imported as it is",
        arguments: GenerateCommand.SampleKind.allCases)
    func valid(_ name: GenerateCommand.SampleKind) throws {
        let kind = try #require(KindCatalogue.standard[name.rawValue])
        let validation = Validation(kind: kind, actor: "导入", roles: [.clerk], origin: .imported)
        let records = try Self.records(name, try Self.rows(name, 800))
        #expect(records.count == 800)
        #expect(Set(records.compactMap(\.id)).count == 800)
        #expect(Set(records.compactMap(\.site)).count == 288)
        for record in records {
            #expect(validation.errors(in: record.values).isEmpty)
        }
        for identity in kind.identities {
            let keys = records.map { record in
                identity.parts.map { part in
                    let text = record.values[part.field]?.text ?? ""
                    return part.isDay ? String(text.prefix(10)) : text
                }
            }
            #expect(Set(keys).count == keys.count, "\(identity.name)")
        }
    }

    @Test("equal seeds give equal bytes, other seeds others, and few rows begin many")
    func deterministic() throws {
        for kind in GenerateCommand.SampleKind.allCases {
            let rows = try Self.rows(kind, 50)
            #expect(try Self.rows(kind, 50) == rows)
            #expect(try Self.rows(kind, 60).starts(with: rows))
            #expect(try Self.rows(kind, 50, seed: 2) != rows)
        }
    }

    @Test("a visit has fourteen fields, a note of 60 to 200 characters, and a person at its site")
    func visits() throws {
        let people = try Self.records(.person, try Self.rows(.person, 500))
        let sites = Dictionary(uniqueKeysWithValues: people.map { ($0.id?.text ?? "", $0.site) })
        for visit in try Self.records(.visit, try Self.rows(.visit, 500, people: 500)) {
            #expect(visit.values.count == 14)
            let note = try #require(visit.values["note"]?.text)
            #expect((60...200).contains(note.count))
            let person = try #require(visit.values["person"]?.text)
            #expect(sites[person] == visit.site)
        }
    }

    @Test(
        "the first rows of seed 1 stay what they are",
        arguments: [
            ("person", "01hk09n0004qm29km8fngg3pcf"), ("visit", "01jgg28zwdf32q8amh6fpc76qv"),
        ])
    func golden(name: String, id: String) throws {
        let kind = try #require(GenerateCommand.SampleKind(rawValue: name))
        let records = try Self.records(kind, try Self.rows(kind, 1, people: 8_000))
        #expect(records[0].id?.text == id)
    }
}
