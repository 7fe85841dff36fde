import RecordModel
import ReplicaStore

// The kinds whose tables there are.
extension MemoryStore {
    func storedKinds() throws -> [(name: String, version: Int, source: String)] {
        kindRows.rows.values.sorted { $0.name < $1.name }.map { ($0.name, $0.version, $0.source) }
    }

    func install(_ kind: Kind, over older: Kind?) throws {
        for isPublished in kind.hasPublishedCopies ? [false, true] : [false] {
            let name = TableName(kind: kind.name, isPublished: isPublished)
            let table = table(name)
            if let older, !isPublished || older.hasPublishedCopies {
                let added = Set(kind.comparisons.map(\.identity))
                    .subtracting(older.comparisons.map(\.identity))
                for (key, row) in table.rows.sorted(by: { $0.key < $1.key }) {
                    let key = RecordKey(
                        key.id, kind: kind.name, site: key.site, isPublished: isPublished)
                    let row = try self.row(stored(row, key, older), of: kind)
                    put(row, at: key, kind)
                    if !isPublished { share(row, at: key.row, of: kind, by: added) }
                }
            }
            let waiting = unlisted.rows.values.filter {
                $0.state.kind == kind.name && $0.isPublished == isPublished && !$0.state.isDeleted
                    && isAtHome($0, kind)
            }
            for record in waiting.sorted(by: { RecordKey($0).row < RecordKey($1).row }) {
                unlisted[RecordKey(record)] = nil
                guard try insert(record, kind: kind) else { throw DamagedMetadata() }
            }
        }
        kindRows[kind.name] = kind
    }

    func clearProjections() throws {
        for table in tables.values { table.removeAll() }
        places.removeAll()
        shared.removeAll()
        unlisted.removeAll()
        conflictRows.removeAll()
        conflicted.removeAll()
        kindRows.removeAll()
        sums.removeAll()
        for arrival in log.rows.keys { try link(arrival, previous: nil) }
    }

    func keys(of kind: Kind) throws -> [(id: RecordID, site: SiteID)] {
        let listed = table(TableName(kind: kind.name, isPublished: false)).rows.keys
        let others = unlisted.rows.values.filter {
            $0.state.kind == kind.name && !$0.isPublished && isAtHome($0, kind)
        }
        let keys = Set(listed).union(others.map { RowKey(id: $0.state.id, site: $0.site) })
        return keys.sorted().map { ($0.id, $0.site) }
    }

    /// Whether a record stands where records of `kind` do: those of the registry at the hub.
    private func isAtHome(_ record: StoredRecord, _ kind: Kind) -> Bool {
        (record.site == .hub) == (kind.audience == .control)
    }
}
