import DeviceIdentity
import RecordModel

/// What every replica of a city would find out for itself, found out once: signatures that are right or
/// wrong, keys that were read, and kinds. A third of the time of a large city went into signatures found
/// again, a tenth of any into kinds.
final class SharedFindings {
    private struct Signed: Hashable {
        let key: [UInt8]
        let signature: [UInt8]
        let message: [UInt8]
    }

    private var signatures: [Signed: Bool] = [:]
    private var keys: [[UInt8]: DevicePublicKey] = [:]
    private var kinds: [String: Kind] = [:]
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
        if let known = signatures[signed] { return known }
        let isRight = key.verifies(signature, of: message)
        if signatures.count >= Self.countMax { signatures = [:] }
        signatures[signed] = isRight
        return isRight
    }

    /// The kind that `source` describes; one that cannot be read is tried each time.
    func kind(source: String, file: String) throws -> Kind {
        if let known = kinds[source] { return known }
        let kind = try KindReader.kind(source: source, file: file)
        kinds[source] = kind
        return kind
    }
}
