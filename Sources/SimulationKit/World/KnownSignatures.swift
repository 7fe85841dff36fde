import DeviceIdentity

/// Signatures that were found right or wrong once, and keys that were read, as every replica of a city
/// would find them: a third of the time of a large one went into finding it again.
final class KnownSignatures {
    private struct Signed: Hashable {
        let key: [UInt8]
        let signature: [UInt8]
        let message: [UInt8]
    }

    private var found: [Signed: Bool] = [:]
    private var keys: [[UInt8]: DevicePublicKey] = [:]
    private static let countMax = 200_000

    /// The key that `bytes` are; nil for none.
    func key(_ bytes: [UInt8]) -> DevicePublicKey? {
        if let known = keys[bytes] { return known }
        let key = DevicePublicKey(bytes)
        keys[bytes] = key
        return key
    }

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
