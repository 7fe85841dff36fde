import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// What every page is made from: the replica, its sync, the sessions and the templates.
struct Desk: Sendable {
    let host: ReplicaHost
    /// The background sync; nil where there is none, as at the hub.
    let sync: SyncControl?
    let sessions: Sessions
    let templates: Templates

    /// The setting that keeps the name of who works at this device.
    static let actorSetting = "page_actor"

    /// In whose name the page saves.
    func actor(_ replica: Replica) throws -> String {
        try replica.store.setting(Self.actorSetting) ?? replica.identity.label
    }

    /// The kinds that people work with, those that zssync brings along first.
    func kinds(_ replica: Replica) -> [Kind] {
        let first = ["person", "visit", "proof_request", "disclosure"]
        return replica.kinds.kinds.filter { $0.audience != .control }.sorted {
            let left = first.firstIndex(of: $0.name) ?? first.count
            let right = first.firstIndex(of: $1.name) ?? first.count
            return (left, $0.name) < (right, $1.name)
        }
    }

    /// The kind called `name` that people work with.
    func kind(_ name: String, _ replica: Replica) throws -> Kind {
        guard let kind = replica.kinds[name], kind.audience != .control else {
            throw PageError.notFound
        }
        return kind
    }
}
