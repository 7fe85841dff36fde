public import RecordModel

/// Somebody known by a verified certificate: the peer of a session, or the author of a feed.
public struct Member: Hashable, Sendable {
    /// The device id.
    public let device: String
    /// Its site.
    public let site: SiteID
    /// What its holder may do.
    public let roles: [Role]
    /// What people call it.
    public let label: String

    /// Makes a member of its parts.
    public init(device: String, site: SiteID, roles: [Role], label: String) {
        self.device = device
        self.site = site
        self.roles = roles
        self.label = label
    }

    /// Whether this is the hub.
    public var isHub: Bool { roles.contains(.hub) }

    /// What the member may do with `scope`.
    public func permission(for scope: Scope) -> Permission {
        .of(site: site, roles: roles, scope: scope)
    }
}
