import Crypto
import SwiftASN1
import X509

/// A device's request for a certificate: its public key, signed with the private half.
///
/// Says nothing else on purpose: site, roles and label are the hub's to decide.
public struct CertificateRequest: Sendable {
    /// The key that the certificate is to be for: 33 bytes, compressed.
    public let publicKey: [UInt8]
    /// The request as it travels: PKCS#10.
    public let der: [UInt8]

    let certificateKey: Certificate.PublicKey

    /// The most bytes of a request.
    public static let bytesMax = 2 << 10

    /// Makes a request with `key`.
    public init(key: DeviceKey) throws {
        let request = try CertificateSigningRequest(
            version: .v1, subject: .common(key.device.text), privateKey: .init(key.key),
            attributes: .init())
        var coder = DER.Serializer()
        try coder.serialize(request)
        der = coder.serializedBytes
        publicKey = key.publicKey
        certificateKey = request.publicKey
    }

    /// Reads a request, which may come from anybody, and checks that its sender holds the key.
    public init(der: [UInt8]) throws(IdentityError) {
        guard der.count <= Self.bytesMax,
            let request = try? CertificateSigningRequest(derEncoded: der),
            let key = P256.Signing.PublicKey(request.publicKey),
            request.publicKey.isValidSignature(request.signature, for: request)
        else { throw .malformed(.request) }
        publicKey = Array(key.compressedRepresentation)
        certificateKey = request.publicKey
        self.der = der
    }

    /// The device that asks.
    public var device: DeviceID { .of(publicKey: publicKey) }
}
