public import RecordModel

/// A public copy that is to be held against its record.
public struct CopyDue: Hashable, Sendable {
    /// The record's site.
    public let site: SiteID
    /// The name of its kind.
    public let kind: String
    /// The record.
    public let record: RecordID

    /// Names a copy.
    public init(site: SiteID, kind: String, record: RecordID) {
        self.site = site
        self.kind = kind
        self.record = record
    }
}

/// At the hub: public copies that a peer brought, until they were held against their records.
public protocol CopiesDueStore {
    /// Notes that the device `peer` has brought a change of a copy: its record may be on its way.
    func note(_ copy: CopyDue, from peer: String) throws

    /// Takes the notes of a copy back, where there are any.
    func settle(_ copy: CopyDue) throws

    /// The copies that are noted for `peer`, in order.
    func copiesDue(from peer: String) throws -> [CopyDue]
}
