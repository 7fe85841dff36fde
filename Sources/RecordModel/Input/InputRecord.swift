/// A record as a row of a file says it, its values read by their fields.
public struct InputRecord: Hashable, Sendable {
    /// The row or line that it came from.
    public let row: Int
    /// The id that the file gives it; nil for a new one.
    public let id: RecordID?
    /// The site that the file says; nil where it says none.
    public let site: SiteID?
    /// The values by field. A blank cell has none; `null` in JSON is ``Value/null``.
    public let values: [String: Value]
}
