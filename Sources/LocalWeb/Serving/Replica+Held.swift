import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

extension Replica {
    /// Where a record that people work with is kept; nil for one that is not here, or is the
    /// registry's, which has no pages. Throws ``SyncEngine/EngineError/erased(_:)``.
    func held(_ id: RecordID) throws -> RecordPlace? {
        guard let place = try store.place(of: id, among: kinds) else {
            try refuseErased(id)
            return nil
        }
        guard let kind = kinds[place.kind], kind.audience != .control else { return nil }
        return place
    }

    /// Throws where the record is erased: a form that stayed open must not bring back what it holds.
    func refuseErased(_ id: RecordID) throws {
        if try isErased(id) { throw EngineError.erased(id.text) }
    }
}
