public import DeviceIdentity
import SyncEngine

extension ReplicaHost {
    /// The devices that `control` says are revoked.
    public func revokedDevices() async -> Set<DeviceID> {
        let revoked = try? await reading { replica in
            Set(try replica.revokedDevices().compactMap { DeviceID($0) })
        }
        return revoked ?? []
    }
}
