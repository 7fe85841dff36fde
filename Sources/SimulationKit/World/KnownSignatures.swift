import DeviceIdentity

/// Signatures that were found right or wrong once, as every replica of a city would find them: a third
/// of the time of a large one went into finding it again.
final class KnownSignatures {
    private struct Signed: Hashable {
        let key: [UInt8]
        let signature: [UInt8]
        let message: [UInt8]
    }

    private var found: [Signed: Bool] = [:]
    private static let countMax = 200_000

    /// Whether `signature` over `message` is by the holder of `key`.
    func verify(_ key: DevicePublicKey, _ signature: [UInt8], _ message: [UInt8]) -> Bool {
        let signed = Signed(key: key.bytes, signature: signature, message: message)
        if let known = found[signed] { return known }
        let isRight = key.verifies(signature, of: message)
        if found.count >= Self.countMax { found = [:] }
        found[signed] = isRight
        return isRight
    }
}
