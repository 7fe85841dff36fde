public import DeviceIdentity
public import RecordModel

/// Who this replica is: its device's key, its site and roles, and the hub whose word it takes.
public struct ReplicaIdentity: Sendable {
    /// The device's key.
    public let key: DeviceKey
    /// The device's site; the hub's own is ``RecordModel/SiteID/hub``.
    public let site: SiteID
    /// What its holder may do.
    public let roles: [Role]
    /// What people call the device.
    public let label: String
    /// The public key of the hub's own device: the one author of `control`.
    public let hubPublicKey: [UInt8]

    /// The device's id.
    public var device: DeviceID { key.device }
    /// Who others take this replica for.
    public var member: Member {
        Member(device: device.text, site: site, roles: roles, label: label)
    }
    /// Whether this is the hub.
    public var isHub: Bool { roles.contains(.hub) }

    /// Makes an identity of its parts.
    public init(
        key: DeviceKey, site: SiteID, roles: [Role], label: String, hubPublicKey: [UInt8]
    ) {
        self.key = key
        self.site = site
        self.roles = roles
        self.label = label
        self.hubPublicKey = hubPublicKey
    }
}
