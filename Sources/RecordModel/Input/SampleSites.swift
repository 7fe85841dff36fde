/// The sample registry of 288 sites that `zssync demo` and the generator use; see Fixtures/README.
public enum SampleSites: Sendable {
    /// The text of Fixtures/sites.csv.
    public static let csv = String(decoding: PackageResources.sites_csv, as: UTF8.self)
}
