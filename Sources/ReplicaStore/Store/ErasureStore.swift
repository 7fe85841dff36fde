public import RecordModel

/// The records that are erased for good. Once noted, one is never taken back: what was erased is
/// nowhere to be had.
public protocol ErasureStore {
    /// Notes that the record called `id` of `site` is erased, in the site's own scope and in its public
    /// one; false where that was noted before.
    func noteErased(_ id: RecordID, of site: SiteID) throws -> Bool

    /// Whether the record called `id` of `site` is erased.
    func isErased(_ id: RecordID, of site: SiteID) throws -> Bool

    /// The erased records of `site`, sorted; empty where none is.
    func erased(of site: SiteID) throws -> [RecordID]

    /// The sites of which a record is erased, sorted.
    func sitesWithErased() throws -> [SiteID]

    /// Puts `digest` in the place of the body of the change that arrived as `arrival`.
    func eraseBody(at arrival: Int64, digest: [UInt8]) throws

    /// Puts `digest` in the place of the body of the change with `hash` that was taken out of the log of
    /// `scope`.
    func eraseBodyAside(_ hash: [UInt8], in scope: Scope, digest: [UInt8]) throws
}
