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

extension StoredDraft {
    /// The most drafts that are kept; the oldest give way.
    public static let countMax = 200
}

/// What people have begun to enter here and not saved.
public protocol DraftStore {
    /// Keeps a draft in the place of its record's last one.
    func save(_ draft: StoredDraft) throws

    /// The draft of `record`; nil where there is none.
    func draft(of record: RecordID) throws -> StoredDraft?

    /// All drafts, the latest first.
    func drafts() throws -> [StoredDraft]

    /// Throws the draft of `record` away.
    func removeDraft(of record: RecordID) throws
}
