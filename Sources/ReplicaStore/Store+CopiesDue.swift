import GRDB
public import RecordModel

/// A public copy that is to be held against its record.
public struct CopyDue: Hashable, Sendable {
    /// The record's site.
    public let site: SiteID
    /// The name of its kind.
    public let kind: String
    /// The record.
    public let record: RecordID

    /// Names a copy.
    public init(site: SiteID, kind: String, record: RecordID) {
        self.site = site
        self.kind = kind
        self.record = record
    }
}

extension Store {
    /// Notes that a copy has changed and its record may be on its way.
    public func note(_ copy: CopyDue) throws {
        try run("INSERT OR IGNORE INTO copy_due(site, kind, record) VALUES (?, ?, ?)", copy)
    }

    /// Takes a note back, where there is one.
    public func settle(_ copy: CopyDue) throws {
        try run("DELETE FROM copy_due WHERE site = ? AND kind = ? AND record = ?", copy)
    }

    private func run(_ sql: String, _ copy: CopyDue) throws {
        let statement = try SQLStatement(db, sql)
        statement.bind(1, copy.site.text)
        statement.bind(2, copy.kind)
        statement.bind(3, copy.record.text)
        try statement.run()
    }

    /// Whether any copy is noted.
    public func hasCopiesDue() throws -> Bool {
        let select = try SQLStatement(db, "SELECT 1 FROM copy_due LIMIT 1")
        defer { select.reset() }
        return try select.step()
    }

    /// All copies that are noted, in order.
    public func copiesDue() throws -> [CopyDue] {
        try Row.fetchAll(db, sql: "SELECT * FROM copy_due ORDER BY site, kind, record").map { row in
            guard let site = SiteID(row["site"] as String),
                let record = RecordID(row["record"] as String)
            else { throw DamagedMetadata() }
            return CopyDue(site: site, kind: row["kind"], record: record)
        }
    }
}
