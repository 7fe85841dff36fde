import GRDB
import RecordModel

// Erased records. What was in their rows and bodies is overwritten, not only left behind: every writing
// connection runs with `secure_delete`, and ``ReplicaFile`` empties the write-ahead log afterwards.
extension SQLiteStore {
    func noteErased(_ id: RecordID, of site: SiteID) throws -> Bool {
        let insert = try SQLStatement(db, "INSERT OR IGNORE INTO erased VALUES (?, ?)")
        insert.bind(1, site.text)
        insert.bind(2, id)
        try insert.run()
        return db.changesCount > 0
    }

    func isErased(_ id: RecordID, of site: SiteID) throws -> Bool {
        let select = try SQLStatement(db, "SELECT 1 FROM erased WHERE site = ? AND record = ?")
        select.bind(1, site.text)
        select.bind(2, id)
        defer { select.reset() }
        return try select.step()
    }

    func erased(of site: SiteID) throws -> [RecordID] {
        let select = try SQLStatement(db, "SELECT record FROM erased WHERE site = ?")
        select.bind(1, site.text)
        var ids: [RecordID] = []
        while try select.step() {
            guard let id = RecordID(select.text(0)) else { throw DamagedMetadata() }
            ids.append(id)
        }
        return ids.sorted()
    }

    func sitesWithErased() throws -> [SiteID] {
        let select = try SQLStatement(db, "SELECT DISTINCT site FROM erased")
        var sites: [SiteID] = []
        while try select.step() {
            guard let site = SiteID(select.text(0)) else { throw DamagedMetadata() }
            sites.append(site)
        }
        return sites.sorted()
    }

    func eraseBody(at arrival: Int64, digest: [UInt8]) throws {
        let update = try SQLStatement(
            db, "UPDATE change SET body = NULL, digest = ? WHERE arrival = ?")
        update.bind(1, digest)
        update.bind(2, arrival)
        try update.run()
    }

    func eraseBodyAside(_ hash: [UInt8], in scope: Scope, digest: [UInt8]) throws {
        let update = try SQLStatement(
            db, "UPDATE quarantine SET body = NULL, digest = ? WHERE scope = ? AND hash = ?")
        update.bind(1, digest)
        update.bind(2, scope.text)
        update.bind(3, hash)
        try update.run()
    }
}
