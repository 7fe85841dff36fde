import GRDB
import RecordModel

extension SQLiteStore {
    func note(_ copy: CopyDue, from peer: String) throws {
        let insert = try SQLStatement(
            db, "INSERT OR IGNORE INTO copy_due(site, kind, record, peer) VALUES (?, ?, ?, ?)")
        bind(copy, to: insert)
        insert.bind(4, peer)
        try insert.run()
    }

    func settle(_ copy: CopyDue) throws {
        let delete = try SQLStatement(
            db, "DELETE FROM copy_due WHERE site = ? AND kind = ? AND record = ?")
        bind(copy, to: delete)
        try delete.run()
    }

    func copiesDue(from peer: String) throws -> [CopyDue] {
        let select = try SQLStatement(
            db,
            "SELECT site, kind, record FROM copy_due WHERE peer = ? ORDER BY site, kind, record")
        select.bind(1, peer)
        var copies: [CopyDue] = []
        while try select.step() {
            guard let site = SiteID(select.text(0)), let record = RecordID(select.text(2)) else {
                throw DamagedMetadata()
            }
            copies.append(CopyDue(site: site, kind: select.text(1), record: record))
        }
        return copies
    }

    private func bind(_ copy: CopyDue, to statement: SQLStatement) {
        statement.bind(1, copy.site.text)
        statement.bind(2, copy.kind)
        statement.bind(3, copy.record.text)
    }
}
