import Crypto
import SwiftASN1
import X509

/// The certificate of a hub's authority: what every node of that hub pins.
///
/// Source: Protocol/4-identity, "Authority".
public struct AuthorityCertificate: Sendable {
    /// The hub that it speaks for.
    public let hub: HubID
    /// What people call the hub.
    public let name: String
    /// Valid from, in seconds since 1970.
    public let notBefore: Int64
    /// Valid to, in seconds since 1970.
    public let notAfter: Int64
    /// The certificate as it travels.
    public let der: [UInt8]

    let certificate: Certificate

    /// The most bytes of such a certificate.
    public static let bytesMax = 4 << 10
    /// Bytes of a fingerprint.
    public static let fingerprintBytes = 32

    /// SHA-256 over the DER, as tokens carry it and other tools print it.
    public var fingerprint: [UInt8] { Array(SHA256.hash(data: der)) }

    /// Reads a certificate, which may come from anybody: self-signed, P-256, an authority.
    public init(der: [UInt8]) throws(IdentityError) {
        guard der.count <= Self.bytesMax, let certificate = try? Certificate(derEncoded: der),
            let key = P256.Signing.PublicKey(certificate.publicKey),
            certificate.version == .v3,
            case .isCertificateAuthority? = try? certificate.extensions.basicConstraints,
            let usage = try? certificate.extensions.keyUsage, usage.keyCertSign,
            certificate.issuer == certificate.subject,
            certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
        else { throw .malformed(.authorityCertificate) }
        hub = .of(publicKey: Array(key.compressedRepresentation))
        name = certificate.subject.commonName
        notBefore = certificate.notBeforeSeconds
        notAfter = certificate.notAfterSeconds
        self.der = der
        self.certificate = certificate
    }

    /// Whether `other` was signed with this authority's key.
    func hasIssued(_ other: Certificate) -> Bool {
        other.issuer == certificate.subject
            && certificate.publicKey.isValidSignature(other.signature, for: other)
    }
}

extension AuthorityCertificate: CustomStringConvertible {
    /// The hub's id: what a log may say.
    public var description: String { hub.text }
}

extension AuthorityCertificate: Hashable {
    /// The same certificate, byte for byte.
    public static func == (left: Self, right: Self) -> Bool { left.der == right.der }
    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
