import Foundation
import GRDB
import RecordModel
import ReplicaStore
import SimulationKit
import TestSupport
import Testing

@Suite("A replica's file")
struct ReplicaFileTests {
    private func contents(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }

    @Test("commits are durable: synchronous is FULL on the connection that writes, made or opened")
    func durable() throws {
        let made = try OpenFile()
        let level = { (file: ReplicaFile) in
            try file.writer?.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA synchronous")
            }
        }
        #expect(try level(made.file) == 2)
        try made.file.writer?.close()
        let opened = try ReplicaFile.open(in: made.disk.path)
        #expect(try level(opened) == 2)
        let mode = try opened.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(mode == "wal")
    }

    @Test("a file is for its owner alone")
    func mode() throws {
        let made = try OpenFile()
        let mode = try FileManager.default.attributesOfItem(atPath: made.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("no file, or 0 bytes where a replica was, is refused and left as it is")
    func missingOrEmpty() throws {
        let disk = try TemporaryDirectory()
        let path = disk.path + "/" + ReplicaFile.name
        #expect(throws: StoreError.noReplica(path: disk.path)) {
            try ReplicaFile.open(in: disk.path)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        try Data().write(to: URL(filePath: path))
        #expect(throws: StoreError.emptyFile(path: path)) { try ReplicaFile.open(in: disk.path) }
        #expect(throws: StoreError.emptyFile(path: path)) {
            try ReplicaFile.openForReading(in: disk.path)
        }
        #expect(throws: (any Error).self) { try ReplicaFile.create(in: disk.path) }
        #expect(try contents(path).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path).count == 1)
    }

    @Test(
        "another program's database, and what is no database at all, is refused and left",
        arguments: [true, false])
    func foreign(isDatabase: Bool) throws {
        let disk = try TemporaryDirectory()
        let path = disk.path + "/" + ReplicaFile.name
        if isDatabase {
            let queue = try DatabaseQueue(path: path)
            try queue.write {
                try $0.execute(sql: "CREATE TABLE note(text); PRAGMA user_version = 7")
            }
            try queue.close()
        } else {
            try Data(repeating: 0x5A, count: 8_192).write(to: URL(filePath: path))
        }
        let before = try contents(path)
        #expect(throws: StoreError.foreignFile(path: path)) { try ReplicaFile.open(in: disk.path) }
        #expect(throws: StoreError.foreignFile(path: path)) {
            try ReplicaFile.openForReading(in: disk.path)
        }
        #expect(try contents(path) == before)
    }

    @Test("a file of a newer format is refused and left")
    func newer() throws {
        let made = try OpenFile()
        try made.file.writer?.write { try $0.execute(sql: "PRAGMA user_version = 2") }
        try made.file.writer?.close()
        let before = try contents(made.path)
        let expected = StoreError.newerFile(path: made.path, version: 2)
        #expect(throws: expected) { try ReplicaFile.open(in: made.disk.path) }
        #expect(throws: expected) { try ReplicaFile.openForReading(in: made.disk.path) }
        #expect(try contents(made.path) == before)
    }

    @Test(
        "a file that was cut short or overwritten inside is damage, not an empty replica",
        arguments: [true, false])
    func garbled(isCut: Bool) throws {
        let made = try OpenFile()
        try made.write { store in
            for number in 0..<200 {
                try store.set("s\(number)", to: String(repeating: "x", count: 99))
            }
        }
        try made.file.writer?.close()
        var bytes = try contents(made.path)
        if isCut {
            bytes.removeLast(bytes.count - 4_096)
        } else {
            bytes.replaceSubrange(
                4_096..<bytes.count, with: Data(repeating: 0xA5, count: bytes.count - 4_096))
        }
        try bytes.write(to: URL(filePath: made.path))
        #expect(throws: StoreError.self) {
            let file = try ReplicaFile.open(in: made.disk.path)
            _ = try file.read { try $0.setting("s7") }
        }
    }

    @Test("a change made with another program is refused with the reason, reading is not")
    func foreignWrites() throws {
        let made = try OpenFile()
        let kind = try Specimen.kind(edition: 1)
        try made.write { try $0.install(kind, over: nil) }
        let plain = try made.plainConnection()
        for sql in [
            "INSERT INTO specimen(id, site, updated_at, updated_by, _latest, _meta)"
                + " VALUES ('a', 'b', 'c', 'd', 1, X'00')",
            "INSERT INTO published_specimen(id, site, updated_at, updated_by, _latest, _meta)"
                + " VALUES ('a', 'b', 'c', 'd', 1, X'00')",
        ] {
            let error = #expect(throws: DatabaseError.self) {
                try plain.write { try $0.execute(sql: sql) }
            }
            #expect(error?.message?.contains("只能用 zssync 写入") == true)
            #expect(error?.message?.contains("Use zssync add, set, delete or import.") == true)
        }
        #expect(try plain.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM specimen") } == 0)
    }

    @Test("a transaction that throws leaves nothing")
    func rolledBack() throws {
        let made = try OpenFile()
        #expect(throws: CancellationError.self) {
            try made.write { store in
                try store.set("half", to: "1")
                throw CancellationError()
            }
        }
        #expect(try made.file.read { try $0.setting("half") } == nil)
    }

    @Test("a full disk is said in a sentence, and nothing is half stored")
    func diskFull() throws {
        let made = try OpenFile()
        try made.write { try $0.set("before", to: "kept") }
        try made.file.writer?.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
        }
        #expect(throws: StoreError.diskFull(path: made.path)) {
            try made.write { store in
                for number in 0..<500 {
                    try store.set("s\(number)", to: String(repeating: "x", count: 500))
                }
            }
        }
        let settings = try made.file.database.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM setting")
        }
        #expect(settings == 1)
        try made.file.writer?.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA max_page_count = 100000")
        }
        try made.write { try $0.set("after", to: "there is room again") }
        #expect(try made.file.read { try $0.setting("before") } == "kept")
    }
}
