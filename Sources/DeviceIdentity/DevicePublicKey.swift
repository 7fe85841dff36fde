import Crypto

/// The public half of a ``DeviceKey``, read once for all the signatures that it is to check: reading it
/// takes a third as long as checking one.
public struct DevicePublicKey: Sendable {
    /// 33 bytes, compressed.
    public let bytes: [UInt8]
    private let key: P256.Signing.PublicKey

    /// Reads 33 bytes; nil for what is no point of the curve.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == DeviceKey.publicKeyBytes,
            let key = try? P256.Signing.PublicKey(compressedRepresentation: bytes)
        else { return nil }
        self.bytes = bytes
        self.key = key
    }

    /// Whether `signature` (64 bytes) over `message` is by the holder of the private half.
    ///
    /// A signature of any other shape is simply not a signature.
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == DeviceKey.signatureBytes,
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: message)
    }
}
