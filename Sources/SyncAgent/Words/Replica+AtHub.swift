import CausalCore
import RecordModel
public import ReplicaStore
public import SyncEngine

extension Replica {
    /// Whether the hub is known to hold every change of a record that is held here.
    public func isAtHub(_ stored: StoredRecord) throws -> Bool {
        if identity.isHub { return true }
        let hub = Registry.hubDevice(self)
        let scope = scope(of: stored)
        return try history(of: stored).changes.allSatisfy { change in
            guard let feed = try store.feed(scope, change.dot.replica) else { return false }
            // What the hub wrote itself it need not acknowledge.
            if feed.device == hub { return true }
            return try store.acknowledged(feed.number, by: hub) >= change.dot.seq
        }
    }

    private func scope(of stored: StoredRecord) -> Scope {
        if stored.isPublished { return .published(stored.site) }
        return kinds[stored.state.kind].map { scope(of: $0, site: stored.site) }
            ?? .site(stored.site)
    }
}
