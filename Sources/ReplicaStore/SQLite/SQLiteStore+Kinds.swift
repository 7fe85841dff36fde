import GRDB
import RecordModel

extension SQLiteStore {
    func storedKinds() throws -> [(name: String, version: Int, source: String)] {
        try Row.fetchAll(db, sql: "SELECT name, version, source FROM kind ORDER BY name").map {
            ($0[0], $0[1], $0[2])
        }
    }

    func install(_ kind: Kind, over older: Kind?) throws {
        forgetStatements()
        for isPublished in kind.hasPublishedCopies ? [false, true] : [false] {
            let table = table(kind, isPublished: isPublished)
            let oldTable = older.flatMap { older in
                !isPublished || older.hasPublishedCopies
                    ? KindTable(older, isPublished: isPublished) : nil
            }
            if let older, oldTable != nil {
                try table.extend(from: older, in: db)
                try rewrite(older, as: kind, isPublished: isPublished)
            } else {
                try table.create(in: db)
            }
            try moveIn(kind, isPublished: isPublished)
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO kind VALUES (?, ?, ?)",
            arguments: [kind.name, kind.version, kind.source])
    }

    /// Takes values that only the newer edition has columns for out of the metadata.
    private func rewrite(_ older: Kind, as kind: Kind, isPublished: Bool) throws {
        let old = KindTable(older, isPublished: isPublished)
        let keys = try Row.fetchAll(
            db, sql: "SELECT id, site FROM \"\(old.name)\" ORDER BY \"row\"")
        for key in keys {
            let select = try SQLStatement(db, old.select)
            select.bind(1, key[0] as String)
            select.bind(2, key[1] as String)
            guard try select.step() else { continue }
            let row = KindRow(select, kind: old.kind)
            select.reset()
            let record = try row.record(kind: old.kind, isPublished: isPublished, store: self)
            let places = Array(kind.fields.indices)
            try update(record, table(kind, isPublished: isPublished), at: places)
        }
    }

    private func moveIn(_ kind: Kind, isPublished: Bool) throws {
        let keys = try Row.fetchAll(
            db,
            sql: """
                SELECT record, site FROM unlisted
                WHERE kind = ? AND is_published = ? AND is_deleted = 0 AND (site = ?) = ?
                ORDER BY record
                """,
            arguments: [
                kind.name, isPublished ? 1 : 0, SiteID.hub.text, kind.audience == .control ? 1 : 0,
            ])
        for key in keys {
            guard let id = RecordID(key[0] as String), let site = SiteID(key[1] as String),
                let record = try unlisted(
                    id, kind: kind.name, site: site, isPublished: isPublished)
            else { throw DamagedMetadata() }
            try removeUnlisted(record)
            guard try insert(record, kind: kind) else { throw DamagedMetadata() }
        }
    }

    func clearProjections() throws {
        for kind in try storedKinds() {
            for table in [kind.name, "published_" + kind.name] {
                try db.execute(sql: "DROP TABLE IF EXISTS \"\(table)\"")
            }
        }
        try db.execute(
            sql: """
                DELETE FROM unlisted; DELETE FROM conflict; DELETE FROM kind;
                UPDATE change SET previous = NULL;
                """)
        let zero = try SQLStatement(db, "UPDATE feed SET share = ?")
        zero.bind(1, StateSum().bytes)
        try zero.run()
        (stateSums, addedSums, shares) = ([:], [:], [:])
        forgetStatements()
    }
}
