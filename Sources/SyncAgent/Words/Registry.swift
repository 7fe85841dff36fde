import DeviceIdentity
import RecordModel
import ReplicaStore
public import SyncEngine

/// The registry's names, for tables that people read.
public enum Registry: Sendable {
    /// The names of the sites by their ids.
    public static func siteNames(_ replica: Replica) throws -> [String: String] {
        guard let kind = replica.kinds["site"] else { return [:] }
        var names: [String: String] = [:]
        try replica.store.forEachRow(of: kind) { row in
            if let code = row.values["code"]?.text { names[code] = row.values["name"]?.text }
        }
        return names
    }

    /// What people call a device; its id where nobody said.
    public static func deviceLabel(_ device: String, _ replica: Replica) throws -> String {
        let label = try replica.member(device)?.label ?? ""
        return label.isEmpty ? device : label
    }

    /// The hub's device.
    public static func hubDevice(_ replica: Replica) -> String {
        DeviceID.of(publicKey: replica.identity.hubPublicKey).text
    }
}
