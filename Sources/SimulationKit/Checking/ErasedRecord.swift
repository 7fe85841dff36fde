import RecordModel

/// A record that the hub's operator was asked to erase.
struct ErasedRecord: Hashable, Comparable {
    let site: SiteID
    let record: RecordID

    static func < (left: Self, right: Self) -> Bool {
        (left.site, left.record) < (right.site, right.record)
    }
}
