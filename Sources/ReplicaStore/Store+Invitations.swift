import Foundation
import GRDB
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
}

extension Store {
    /// Keeps an invitation by the hash of its secret.
    public func keepInvitation(
        secretHash: [UInt8], site: SiteID, roles: [Role], label: String, expiresAt: Int64
    ) throws {
        try db.execute(
            sql: "INSERT INTO invitation VALUES (?, ?, ?, ?, ?, NULL)",
            arguments: [
                Data(secretHash), site.text,
                roles.map(\.rawValue).sorted().joined(separator: " "), label, expiresAt,
            ])
    }

    /// The invitation whose secret has this hash; nil where there is none.
    public func invitation(_ secretHash: [UInt8]) throws -> InvitationRow? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM invitation WHERE secret_hash = ?",
            arguments: [Data(secretHash)]
        ).flatMap { row in
            SiteID(row["site"] as String).map { site in
                InvitationRow(
                    site: site,
                    roles: (row["roles"] as String).split(separator: " ")
                        .compactMap { Role(rawValue: String($0)) },
                    label: row["label"], expiresAt: row["expires_at"], device: row["device"])
            }
        }
    }

    /// Notes that `device` used the invitation, which nobody else can from now on.
    public func redeem(_ secretHash: [UInt8], by device: String) throws {
        try db.execute(
            sql: "UPDATE invitation SET device = ? WHERE secret_hash = ?",
            arguments: [device, Data(secretHash)])
    }
}
