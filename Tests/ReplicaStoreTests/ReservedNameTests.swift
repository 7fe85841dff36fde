import GRDB
import RecordModel
import ReplicaStore
import TestSupport
import Testing

@Suite("Names that kinds may not take")
struct ReservedNameTests {
    private static func kind(_ name: String) throws -> Kind {
        try KindReader.kind(
            source: """
                kind: \(name)
                version: 1
                label: {zh: 甲, en: A}
                audience: site
                fields:
                  note: {label: {zh: 备注, en: Note}, type: text}
                """, file: name + ".yaml")
    }

    @Test("no kind's table can take the place of one of the store's own")
    func tables() throws {
        let file = try OpenFile()
        let names = try file.file.database.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        #expect(names.count > 15)
        for name in names {
            #expect(throws: (any Error).self, "\(name)") { try Self.kind(name) }
        }
        #expect(try Self.kind("lantern").name == "lantern")
    }
}
