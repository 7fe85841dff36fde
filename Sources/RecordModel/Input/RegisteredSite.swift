/// One village or community of a registry file.
public struct RegisteredSite: Hashable, Sendable {
    /// The 12-digit statistical code.
    public let code: String
    /// The name, which other sites may have too.
    public let name: String
    /// The town's code: the first nine digits.
    public let townCode: String
    /// The town's name.
    public let townName: String
    /// The site's immutable id: the code that it is first registered under.
    public let id: SiteID
}
