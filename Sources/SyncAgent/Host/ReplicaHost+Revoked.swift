public import DeviceIdentity
import SyncEngine

extension ReplicaHost {
    /// The devices that `control` says are revoked. Throws where that cannot be read: nobody is let in on
    /// the strength of a list that is not there.
    public func revokedDevices() async throws -> Set<DeviceID> {
        try await reading { replica in
            Set(try replica.revokedDevices().compactMap { DeviceID($0) })
        }
    }
}
