package import RecordModel

/// Who and where there is in a made-up city.
package enum City {
    /// What the people of the device counted as `index`, from 0, may do.
    package static func roles(of index: Int) -> [Role] {
        index % 3 == 2 ? [.reviewer] : index % 7 == 6 ? [.townReviewer] : [.clerk]
    }

    /// The village that is counted as `index`: a statistical code, thirteen villages a town.
    package static func site(_ index: Int) -> SiteID {
        let (town, village) = (1 + index / 13, 1 + index % 13)
        let pad = { (number: Int) in
            String(repeating: "0", count: number < 10 ? 2 : 1) + "\(number)"
        }
        guard let site = SiteID("442000" + pad(town) + pad(village)) else {
            preconditionFailure("a code of twelve digits is an id")
        }
        return site
    }
}
