import GRDB
public import RecordModel

/// What a person has begun to enter and not saved yet. It stays in this file and is sent to nobody.
public struct StoredDraft: Hashable, Sendable {
    /// The record: one that is edited, or the id drawn for a new one.
    public let record: RecordID
    /// The name of its kind.
    public let kind: String
    /// When it was kept last, milliseconds since 1970.
    public let at: Int64
    /// What stands in the form, as its page encodes it.
    public let content: String

    /// Makes a draft of its parts.
    public init(record: RecordID, kind: String, at: Int64, content: String) {
        self.record = record
        self.kind = kind
        self.at = at
        self.content = content
    }
}

extension Store {
    /// The most drafts that are kept; the oldest give way.
    public static let draftsMax = 200

    /// Keeps a draft in the place of its record's last one.
    public func save(_ draft: StoredDraft) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO draft(record, kind, at, content) VALUES (?, ?, ?, ?)",
            arguments: [draft.record.text, draft.kind, draft.at, draft.content])
        try db.execute(
            sql: """
                DELETE FROM draft WHERE record IN (
                    SELECT record FROM draft ORDER BY at DESC, record LIMIT -1 OFFSET ?)
                """, arguments: [Self.draftsMax])
    }

    /// The draft of `record`; nil where there is none.
    public func draft(of record: RecordID) throws -> StoredDraft? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM draft WHERE record = ?", arguments: [record.text]
        ).flatMap(Self.draft)
    }

    /// All drafts, the latest first.
    public func drafts() throws -> [StoredDraft] {
        try Row.fetchAll(db, sql: "SELECT * FROM draft ORDER BY at DESC, record")
            .compactMap(Self.draft)
    }

    /// Throws the draft of `record` away.
    public func removeDraft(of record: RecordID) throws {
        try db.execute(sql: "DELETE FROM draft WHERE record = ?", arguments: [record.text])
    }

    private static func draft(_ row: Row) -> StoredDraft? {
        RecordID(row["record"] as String).map {
            StoredDraft(record: $0, kind: row["kind"], at: row["at"], content: row["content"])
        }
    }
}
