import RecordModel
import ReplicaStore

// Erased records.
extension MemoryStore {
    func noteErased(_ id: RecordID, of site: SiteID) throws -> Bool {
        if erasedRecords[site]?.contains(id) == true { return false }
        erasedRecords[site, default: []].insert(id)
        return true
    }

    func isErased(_ id: RecordID, of site: SiteID) throws -> Bool {
        erasedRecords[site]?.contains(id) == true
    }

    func erased(of site: SiteID) throws -> [RecordID] { (erasedRecords[site] ?? []).sorted() }

    func sitesWithErased() throws -> [SiteID] { erasedRecords.rows.keys.sorted() }

    func eraseBody(at arrival: Int64, digest: [UInt8]) throws {
        guard let logged = log[arrival] else { return }
        log[arrival] = LoggedEntry(
            arrival: arrival, feed: logged.feed, previous: logged.previous,
            entry: logged.entry.erased(digest: digest))
    }

    func eraseBodyAside(_ hash: [UInt8], in scope: Scope, digest: [UInt8]) throws {
        for (number, row) in taken.rows where row.scope == scope && row.entry.entry.hash == hash {
            let entry = QuarantinedEntry(
                cut: row.entry.cut, replica: row.entry.replica,
                entry: row.entry.entry.erased(digest: digest), context: row.entry.context)
            taken[number] = QuarantinedRow(entry: entry, scope: scope, reason: row.reason)
        }
    }
}

extension LogEntry {
    fileprivate func erased(digest: [UInt8]) -> LogEntry {
        LogEntry(
            seq: seq, lamport: lamport, hash: hash, header: header, body: nil, digest: digest)
    }
}
