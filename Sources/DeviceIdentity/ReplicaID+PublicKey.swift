public import CausalCore

extension ReplicaID {
    /// The replica that a device is in one of its epochs.
    ///
    /// Source: Protocol/1-causality, "Replicas".
    public static func of(publicKey: [UInt8], epoch: UInt64) -> ReplicaID {
        let number = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: epoch >> UInt64($0))
        }
        let hash = TaggedHash.sha256("zssync/1 replica", publicKey, number)
        guard let id = ReplicaID(hash.prefix(byteCount)) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return id
    }
}
