import DeviceIdentity
import ReplicaStore
import SyncEngine

// A device that is revoked is told so when the hub refuses it: the registry's word it gets no more.
extension Replica {
    private static let setting = "revoked"

    /// Notes that the hub has refused this device as revoked.
    func noteRevoked() throws { try store.set(Self.setting, to: "1") }

    /// Whether this device is revoked, by the registry or as the hub has told it.
    func isShutOut() throws -> Bool {
        try store.setting(Self.setting) != nil || isRevoked(identity.device.text)
    }
}
