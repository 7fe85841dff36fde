public import RecordModel

/// One row of the conflict report: the same bytes on every replica that holds the same changes.
///
/// Source: Protocol/conflict-report.schema.json.
public struct ConflictReport: Hashable, Sendable {
    /// One of the values that stand against each other.
    public struct Candidate: Hashable, Sendable {
        /// The value; for a record as a whole `written` or `deleted`; for two records that are
        /// compared, the record's id.
        public let value: Value
        /// The change that wrote it.
        public let change: Authorship
        /// Whether it is what the record shows meanwhile.
        public let isShown: Bool
    }

    /// Who wrote a change, where and when.
    public struct Authorship: Hashable, Sendable {
        /// The device id.
        public let device: String
        /// The replica, 32 hexadecimal digits.
        public let replica: String
        /// The change's place in its feed.
        public let seq: UInt64
        /// The person.
        public let actor: String
        /// The author's clock, ISO 8601.
        public let recordedAt: String
        /// Why, in the person's words.
        public let reason: String
    }

    /// Thirty-two hexadecimal digits: equal everywhere, stable while candidates come and go.
    public let id: String
    /// Thirty-two hexadecimal digits: changes with the candidates.
    public let version: String
    /// What sort of difference.
    public let conflictClass: ConflictClass
    /// Whether it still waits for a person.
    public let isOpen: Bool
    /// The site.
    public let site: SiteID
    /// The code of the site's town; empty where the site's code has no town.
    public let town: String
    /// The record's kind.
    public let kind: String
    /// The record.
    public let record: RecordID
    /// The field, or the identity that two records share; empty for the record as a whole.
    public let field: String
    /// What all candidates' authors had seen; null for nothing, or where they differ.
    public let base: Value
    /// What stands against what, in order of stamp.
    public let candidates: [Candidate]
    /// The change that settled it.
    public let resolvedBy: Authorship?
    /// The value that it chose.
    public let resolvedValue: Value
}
