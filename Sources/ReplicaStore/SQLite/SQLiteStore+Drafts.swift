import GRDB
import RecordModel

extension SQLiteStore {
    func save(_ draft: StoredDraft) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO draft(record, kind, at, content) VALUES (?, ?, ?, ?)",
            arguments: [draft.record.text, draft.kind, draft.at, draft.content])
        try db.execute(
            sql: """
                DELETE FROM draft WHERE record IN (
                    SELECT record FROM draft ORDER BY at DESC, record LIMIT -1 OFFSET ?)
                """, arguments: [StoredDraft.countMax])
    }

    func draft(of record: RecordID) throws -> StoredDraft? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM draft WHERE record = ?", arguments: [record.text]
        ).flatMap(Self.draft)
    }

    func drafts() throws -> [StoredDraft] {
        try Row.fetchAll(db, sql: "SELECT * FROM draft ORDER BY at DESC, record")
            .compactMap(Self.draft)
    }

    func removeDraft(of record: RecordID) throws {
        try db.execute(sql: "DELETE FROM draft WHERE record = ?", arguments: [record.text])
    }

    private static func draft(_ row: Row) -> StoredDraft? {
        RecordID(row["record"] as String).map {
            StoredDraft(record: $0, kind: row["kind"], at: row["at"], content: row["content"])
        }
    }
}
