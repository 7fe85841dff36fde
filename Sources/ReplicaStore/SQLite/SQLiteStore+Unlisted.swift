import GRDB
import RecordModel

// Records that no kind table shows: deleted ones and those of kinds not known here yet. Their whole
// state is in one column, so that they merge like any other.
extension SQLiteStore {
    /// A kind without columns: all of a state then stands in its metadata.
    private static func bare(_ name: String) -> Kind {
        Kind(
            name: name, version: 0, label: Label(chinese: name, english: name), audience: .site,
            fields: [])
    }

    func isUnlisted(
        _ id: RecordID, kind: String, site: SiteID, isPublished: Bool
    ) throws -> Bool {
        // Where nothing was ever deleted, a new record costs no look at this table.
        if try !hasAnyUnlisted() { return false }
        let select = try SQLStatement(
            db,
            """
            SELECT 1 FROM unlisted WHERE kind = ? AND is_published = ? AND record = ? AND site = ?
            """)
        select.bind(1, kind)
        select.bind(2, Int64(isPublished ? 1 : 0))
        select.bind(3, id)
        select.bind(4, site.text)
        defer { select.reset() }
        return try select.step()
    }

    private func hasAnyUnlisted() throws -> Bool {
        if let hasUnlisted { return hasUnlisted }
        let select = try SQLStatement(db, "SELECT 1 FROM unlisted LIMIT 1")
        defer { select.reset() }
        let has = try select.step()
        hasUnlisted = has
        return has
    }

    func unlisted(
        _ id: RecordID, kind: String, site: SiteID, isPublished: Bool
    ) throws -> StoredRecord? {
        let select = try SQLStatement(
            db,
            """
            SELECT latest, updated_at, updated_by, state FROM unlisted
            WHERE kind = ? AND is_published = ? AND record = ? AND site = ?
            """)
        select.bind(1, kind)
        select.bind(2, Int64(isPublished ? 1 : 0))
        select.bind(3, id)
        select.bind(4, site.text)
        guard try select.step() else { return nil }
        let latest = select.integer(0)
        let (updatedAt, updatedBy) = (select.text(1), select.text(2))
        let metadata = select.blob(3)
        select.reset()
        guard let recordedAt = Timestamp.milliseconds(updatedAt) else {
            throw DamagedMetadata()
        }
        var numbers = self
        return StoredRecord(
            state: try RecordState(
                id: id, kind: Self.bare(kind), columns: [:], recordedAt: recordedAt,
                actor: updatedBy, metadata: metadata, numbers: &numbers),
            site: site, isPublished: isPublished, latest: latest)
    }

    func saveUnlisted(_ record: StoredRecord) throws {
        var numbers = self
        let state = try record.state.metadata(
            kind: Self.bare(record.state.kind), numbers: &numbers)
        let insert = try SQLStatement(
            db, "INSERT OR REPLACE INTO unlisted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insert.bind(1, record.state.kind)
        insert.bind(2, Int64(record.isPublished ? 1 : 0))
        insert.bind(3, record.state.id)
        insert.bind(4, record.site.text)
        insert.bind(5, record.latest)
        insert.bind(6, Int64(record.state.isDeleted ? 1 : 0))
        insert.bind(7, Timestamp.text(record.state.updated?.recordedAt ?? 0))
        insert.bind(8, record.state.updated?.actor ?? "")
        insert.bind(9, state)
        try insert.run()
        hasUnlisted = true
    }

    func removeUnlisted(_ record: StoredRecord) throws {
        let delete = try SQLStatement(
            db,
            """
            DELETE FROM unlisted WHERE kind = ? AND is_published = ? AND record = ? AND site = ?
            """)
        delete.bind(1, record.state.kind)
        delete.bind(2, Int64(record.isPublished ? 1 : 0))
        delete.bind(3, record.state.id)
        delete.bind(4, record.site.text)
        try delete.run()
    }
}
