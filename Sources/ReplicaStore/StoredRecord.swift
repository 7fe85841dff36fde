public import RecordModel

/// One record as this file keeps it.
public struct StoredRecord: Hashable, Sendable {
    /// The merged state.
    public var state: RecordState
    /// The site it belongs to.
    public let site: SiteID
    /// Whether this is the copy in the public scope.
    public let isPublished: Bool
    /// The arrival of its last change.
    public var latest: Int64

    /// Makes a stored record of its parts.
    public init(state: RecordState, site: SiteID, isPublished: Bool, latest: Int64) {
        self.state = state
        self.site = site
        self.isPublished = isPublished
        self.latest = latest
    }

    /// All that `kind` declares and that has a value, by field name.
    public func shown(by kind: Kind) -> [String: Value] {
        state.shown(by: kind.form(isPublished: isPublished))
    }
}
