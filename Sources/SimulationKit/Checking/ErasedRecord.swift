package import RecordModel

/// A record that the hub's operator was asked to erase.
package struct ErasedRecord: Hashable, Comparable {
    package let site: SiteID
    package let record: RecordID

    package init(site: SiteID, record: RecordID) {
        self.site = site
        self.record = record
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.site, left.record) < (right.site, right.record)
    }
}
