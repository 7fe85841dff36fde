import Crypto
import X509

/// The private key of a device, on curve P-256. It never leaves the machine that drew it.
///
/// Source: Protocol/4-identity, "Keys".
public struct DeviceKey: Sendable {
    let key: P256.Signing.PrivateKey
    /// The public half: 33 bytes, compressed.
    public let publicKey: [UInt8]
    /// The device that this key is.
    public let device: DeviceID

    /// Bytes of a public key: a compressed point, X9.62.
    public static let publicKeyBytes = 33
    /// Bytes of a signature: r and s, each 32 bytes big-endian.
    public static let signatureBytes = 64
    /// Bytes of the stored private key.
    public static let rawBytesCount = 32

    /// Draws a new key.
    public init() {
        self.init(P256.Signing.PrivateKey())
    }

    private init(_ key: P256.Signing.PrivateKey) {
        self.key = key
        // Kept, since every transaction asks: compressing the point takes longer than a look-up.
        publicKey = Array(key.publicKey.compressedRepresentation)
        device = .of(publicKey: publicKey)
    }

    /// Takes a key from its 32 bytes.
    public init(rawBytes: [UInt8]) throws(IdentityError) {
        do {
            self.init(try P256.Signing.PrivateKey(rawRepresentation: rawBytes))
        } catch {
            throw .malformed(.key)
        }
    }

    /// The 32 bytes to be stored, see ``KeyFile``.
    public var rawBytes: [UInt8] { Array(key.rawRepresentation) }

    /// The key as TLS libraries take it: a PKCS#8 structure in DER.
    public var privateKeyDER: [UInt8] { Array(key.derRepresentation) }

    /// Signs `bytes` with ECDSA over SHA-256: 64 bytes, r then s.
    public func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        Array(try key.signature(for: bytes).rawRepresentation)
    }
}

extension DeviceKey: CustomStringConvertible, CustomReflectable {
    /// Names the device, never the key.
    public var description: String { "DeviceKey(\(device))" }
    /// Nothing, so that no dump shows the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
