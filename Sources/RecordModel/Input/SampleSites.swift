/// The sample registry of 288 sites that `zssync demo` and the generator use; see Fixtures/README.
public enum SampleSites: Sendable {
    /// The text of Fixtures/sites.csv.
    public static let csv = String(decoding: PackageResources.sites_csv, as: UTF8.self)
}

extension SampleSites {
    /// The sites of the sample.
    public static func registry() throws(RowError) -> [RegisteredSite] {
        try SiteRegistry.sites(csv: csv.utf8)
    }
}
