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

/// The records with their merged states.
public protocol RecordStore {
    /// Puts a record that has not been held before into its kind's table.
    ///
    /// Returns false, having done nothing, where the record is there already, in either place.
    func insert(_ record: StoredRecord, kind: Kind) throws -> Bool

    /// As ``insert(_:kind:)``, of a record that one change makes.
    ///
    /// `replicaNumber` is the local number of the change's replica.
    func insert(
        _ record: NewRecord, site: SiteID, isPublished: Bool, recordedAt: Int64, actor: String,
        arrival: Int64, replicaNumber: UInt64
    ) throws -> Bool

    /// The record called `id` of `site`; nil where nothing of it is held.
    ///
    /// `kind` is nil where this replica does not know the kind, whose name is then `kindName`.
    func record(
        _ id: RecordID, kindName: String, kind: Kind?, site: SiteID, isPublished: Bool
    ) throws -> StoredRecord?

    /// The arrival of a record's last change, where the record is listed and not published; nil for any other.
    func latest(of id: RecordID, kind: Kind, site: SiteID) throws -> Int64?

    /// Writes a record back where it now belongs: the kind's table, or among the unlisted.
    func save(_ record: StoredRecord, kind: Kind?, was old: StoredRecord?) throws

    /// Takes a record out of the file, before it is rebuilt or because it was erased.
    func forget(_ record: StoredRecord, kind: Kind?) throws

    /// Hands the record called `id` to `work` where it lies, and writes back what that changed in it.
    ///
    /// `work` returns the clock and the person of the change, or nil to leave the row as it is.
    /// Returns the arrival of the record's change before; nil, having done nothing, where the record is
    /// not listed, is not plain, or `work` left it. What `work` gives the record must stay where it is
    /// until this returns.
    func edit(
        _ id: RecordID, of kind: Kind, site: SiteID, isPublished: Bool, arrival: Int64,
        _ work: (inout EditedRecord) throws -> (recordedAt: Int64, actor: String)?
    ) throws -> Int64?

    /// What a listed record shows in which no value stands against another; nil for any other record,
    /// and where one of its fields has a history of its own.
    func plainValues(
        of id: RecordID, kind: Kind, site: SiteID
    ) throws -> [String: Value]?
}
