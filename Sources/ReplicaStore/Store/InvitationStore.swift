public import RecordModel

/// What a token lets its holder become.
public struct InvitationRow: Hashable, Sendable {
    /// The site.
    public let site: SiteID
    /// The roles.
    public let roles: [Role]
    /// What people will call the device.
    public let label: String
    /// Until when, milliseconds since 1970 by the hub's clock.
    public let expiresAt: Int64
    /// The device that used it; nil for nobody yet.
    public let device: String?

    package init(
        site: SiteID, roles: [Role], label: String, expiresAt: Int64, device: String?
    ) {
        self.site = site
        self.roles = roles
        self.label = label
        self.expiresAt = expiresAt
        self.device = device
    }
}

/// At the hub: the tokens with which devices join.
public protocol InvitationStore {
    /// Keeps an invitation by the hash of its secret.
    func keepInvitation(
        secretHash: [UInt8], site: SiteID, roles: [Role], label: String, expiresAt: Int64
    ) throws

    /// The invitation whose secret has this hash; nil where there is none.
    func invitation(_ secretHash: [UInt8]) throws -> InvitationRow?

    /// Notes that `device` used the invitation, which nobody else can from now on.
    func redeem(_ secretHash: [UInt8], by device: String) throws
}
