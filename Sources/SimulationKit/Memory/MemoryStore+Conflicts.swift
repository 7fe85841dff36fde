import CausalCore
import RecordModel
import ReplicaStore

// The conflicts ever seen.
extension MemoryStore {
    func conflicts(of record: RecordID, in scope: Scope) throws -> [ConflictRow] {
        (conflicted[ConflictedKey(record: record, scope: scope)] ?? [])
            .sorted { $0.lexicographicallyPrecedes($1) }.compactMap { conflictRows[$0] }
    }

    func conflict(_ id: [UInt8]) throws -> ConflictRow? { conflictRows[id] }

    func conflicts(onlyOpen: Bool, since: Int64) throws -> [ConflictRow] {
        conflictRows.rows.values.filter { ($0.isOpen || !onlyOpen) && $0.moved > since }
            .sorted { $0.id.lexicographicallyPrecedes($1.id) }
    }

    func openConflictCount() throws -> Int { counted.count }

    func openConflictCounts() throws -> [String: Int] {
        Dictionary(counted.map { ($0.record.text, 1) }, uniquingKeysWith: +)
    }

    private var counted: [ConflictRow] {
        conflictRows.rows.values.filter { $0.isOpen && $0.conflictClass != .soft }
    }

    func save(_ row: ConflictRow, candidates: [Dot]) throws {
        if knownScopes[row.scope] == nil { knownScopes[row.scope] = true }
        if conflictRows[row.id] == nil {
            conflicted[ConflictedKey(record: row.record, scope: row.scope), default: []]
                .append(row.id)
        }
        conflictRows[row.id] = row
        let version = VersionKey(conflict: row.id, version: row.version)
        if row.isOpen, versions[version] == nil { versions[version] = candidates }
    }

    func candidates(of conflict: [UInt8], version: [UInt8]) throws -> [Dot]? {
        versions[VersionKey(conflict: conflict, version: version)]
    }

    func remove(_ row: ConflictRow) throws {
        conflictRows[row.id] = nil
        conflicted[ConflictedKey(record: row.record, scope: row.scope)]?.removeAll { $0 == row.id }
    }

    func removeConflicts(of record: RecordID, in scope: Scope) throws {
        if knownScopes[scope] == nil { knownScopes[scope] = true }
        for row in try conflicts(of: record, in: scope) { try remove(row) }
    }
}
