import Foundation
import GRDB
import RecordModel

extension SQLiteStore {
    func keepInvitation(
        secretHash: [UInt8], site: SiteID, roles: [Role], label: String, expiresAt: Int64
    ) throws {
        try db.execute(
            sql: "INSERT INTO invitation VALUES (?, ?, ?, ?, ?, NULL)",
            arguments: [
                Data(secretHash), site.text,
                roles.map(\.rawValue).sorted().joined(separator: " "), label, expiresAt,
            ])
    }

    func invitation(_ secretHash: [UInt8]) throws -> InvitationRow? {
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

    func redeem(_ secretHash: [UInt8], by device: String) throws {
        try db.execute(
            sql: "UPDATE invitation SET device = ? WHERE secret_hash = ?",
            arguments: [device, Data(secretHash)])
    }
}
