import RecordModel
import ReplicaStore
import SyncEngine

extension Replica {
    /// Where a record that people work with is kept; nil for one that is not here, or is the
    /// registry's, which has no pages.
    func held(_ id: RecordID) throws -> RecordPlace? {
        guard let place = try store.place(of: id, among: kinds),
            let kind = kinds[place.kind], kind.audience != .control
        else { return nil }
        return place
    }
}
