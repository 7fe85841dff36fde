import RecordModel
import ReplicaStore

// Settings, what was said, what people have begun here, and invitations.
extension MemoryStore {
    func setting(_ name: String) throws -> String? { settings[name] }

    func set(_ name: String, to value: String) throws { settings[name] = value }

    func notice(_ code: String, detail: String, at millisecondsSince1970: Int64) throws {
        said[said.rows.count + 1] = Said(actor: nil, code: code, detail: detail)
    }

    func noticeOnce(_ code: String, detail: String, at millisecondsSince1970: Int64) throws {
        if said.rows.values.contains(Said(actor: nil, code: code, detail: detail)) { return }
        try notice(code, detail: detail, at: millisecondsSince1970)
    }

    func audit(
        actor: String, action: String, detail: String, at millisecondsSince1970: Int64
    ) throws {
        said[said.rows.count + 1] = Said(actor: actor, code: action, detail: detail)
    }

    func save(_ draft: StoredDraft) throws {
        draftRows[draft.record] = draft
        for old in try drafts().dropFirst(StoredDraft.countMax) { draftRows[old.record] = nil }
    }

    func draft(of record: RecordID) throws -> StoredDraft? { draftRows[record] }

    func drafts() throws -> [StoredDraft] {
        draftRows.rows.values.sorted {
            ($1.at, $0.record.text) < ($0.at, $1.record.text)
        }
    }

    func removeDraft(of record: RecordID) throws { draftRows[record] = nil }

    func keepInvitation(
        secretHash: [UInt8], site: SiteID, roles: [Role], label: String, expiresAt: Int64
    ) throws {
        invitations[secretHash] = InvitationRow(
            site: site, roles: roles.sorted { $0.rawValue < $1.rawValue }, label: label,
            expiresAt: expiresAt, device: nil)
    }

    func invitation(_ secretHash: [UInt8]) throws -> InvitationRow? { invitations[secretHash] }

    func redeem(_ secretHash: [UInt8], by device: String) throws {
        guard let row = invitations[secretHash] else { return }
        invitations[secretHash] = InvitationRow(
            site: row.site, roles: row.roles, label: row.label, expiresAt: row.expiresAt,
            device: device)
    }
}
