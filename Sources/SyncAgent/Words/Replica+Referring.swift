public import RecordModel
public import ReplicaStore
public import SyncEngine

/// A record and where it is kept.
public struct PlacedRecord: Hashable, Sendable {
    /// The record.
    public let id: RecordID
    /// Where it is kept.
    public let place: RecordPlace

    /// Makes one of its parts.
    public init(id: RecordID, place: RecordPlace) {
        self.id = id
        self.place = place
    }
}

extension Replica {
    /// The records of the same site that refer to `record`, deleted ones too, sorted by kind and id.
    public func referring(to record: PlacedRecord) throws -> [PlacedRecord] {
        let site = record.place.site
        var found: [PlacedRecord] = []
        for kind in kinds.kinds {
            let fields = kind.fields.filter { $0.type == .reference(kind: record.place.kind) }
            if fields.isEmpty { continue }
            var ids: Set<RecordID> = []
            for field in fields {
                let query = RecordQuery(site: site, equals: [field.name: .text(record.id.text)])
                try store.forEachRow(of: kind, query) { ids.insert($0.id) }
            }
            // What is deleted is in no table, and still says whom it was about.
            for (id, home) in try store.keys(of: kind) where home == site && !ids.contains(id) {
                if try store.place(of: id, among: kinds) != nil { continue }
                let stored = try store.record(
                    id, kindName: kind.name, kind: kind, site: site, isPublished: false)
                let shown = stored?.shown(by: kind) ?? [:]
                if fields.contains(where: { shown[$0.name] == .text(record.id.text) }) {
                    ids.insert(id)
                }
            }
            found += ids.subtracting([record.id]).sorted().map {
                PlacedRecord(
                    id: $0, place: RecordPlace(kind: kind.name, site: site, isPublished: false))
            }
        }
        return found
    }
}
