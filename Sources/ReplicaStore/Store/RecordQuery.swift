public import RecordModel

/// What to list.
public struct RecordQuery: Hashable, Sendable {
    /// Only records of this site; nil for all that are held.
    public var site: SiteID?
    /// Only records whose fields have these values.
    public var equals: [String: Value]
    /// Only records with this text in any text column, or in one of ``searched``.
    public var search: String?
    /// The columns that ``search`` looks into; nil for all that hold text.
    public var searched: [Field]?
    /// Fields that name other records, whose own searched fields ``search`` looks into as well.
    public var related: [Related] = []
    /// Whether the latest ids come first.
    public var isLatestFirst: Bool
    /// Only records that come after this one, in that order.
    public var beyond: RecordID?
    /// The most rows; nil for all.
    public var limit: Int?
    /// Rows to pass over first.
    public var offset: Int

    /// A field that names records of another kind.
    public struct Related: Hashable, Sendable {
        /// The field.
        public let field: String
        /// The kind that it names.
        public let kind: Kind

        /// Makes one of its parts.
        public init(field: String, kind: Kind) {
            self.field = field
            self.kind = kind
        }
    }

    /// Makes a query; without arguments, for everything.
    public init(
        site: SiteID? = nil, equals: [String: Value] = [:], search: String? = nil,
        searched: [Field]? = nil, isLatestFirst: Bool = false, beyond: RecordID? = nil,
        limit: Int? = nil, offset: Int = 0
    ) {
        self.site = site
        self.equals = equals
        self.search = search
        self.searched = searched
        self.isLatestFirst = isLatestFirst
        self.beyond = beyond
        self.limit = limit
        self.offset = offset
    }
}

/// One row of a kind's table, as shown.
public struct RecordRow: Hashable, Sendable {
    /// The record.
    public let id: RecordID
    /// Its site.
    public let site: SiteID
    /// Whether this is the published copy.
    public let isPublished: Bool
    /// The shown values that are not empty.
    public let values: [String: Value]
    /// The author's clock at the highest change.
    public let updatedAt: String
    /// The person who made it.
    public let updatedBy: String

    /// Makes a row of its parts.
    public init(
        id: RecordID, site: SiteID, isPublished: Bool, values: [String: Value], updatedAt: String,
        updatedBy: String
    ) {
        self.id = id
        self.site = site
        self.isPublished = isPublished
        self.values = values
        self.updatedAt = updatedAt
        self.updatedBy = updatedBy
    }
}
