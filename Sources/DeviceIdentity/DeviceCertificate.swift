import Crypto
public import RecordModel
import SwiftASN1
import X509

/// Who a device is and what its holder may do, as a hub's authority vouched for.
///
/// Made by reading DER, which checks the form but not the issuer: only ``TrustPolicy`` does that.
/// Source: Protocol/4-identity, "Device certificates".
public struct DeviceCertificate: Sendable {
    /// The hub whose authority is said to have issued it.
    public let hub: HubID
    /// The site that the device belongs to.
    public let site: SiteID
    /// The device: always the name of ``publicKey``.
    public let device: DeviceID
    /// What its holder may do, sorted.
    public let roles: [Role]
    /// What people call the device.
    public let label: String
    /// The device's public key: 33 bytes, compressed.
    public let publicKey: [UInt8]
    /// Valid from, in seconds since 1970.
    public let notBefore: Int64
    /// Valid to, in seconds since 1970.
    public let notAfter: Int64
    /// The certificate as it travels.
    public let der: [UInt8]

    let certificate: Certificate

    /// The most bytes of a certificate.
    public static let bytesMax = 4 << 10
    /// How long a certificate is valid: 13 months.
    public static let validitySeconds: Int64 = 396 * 86_400

    /// Whether this is the hub's own device.
    public var isHub: Bool { site == .hub && roles.contains(.hub) }

    /// Whether two thirds of the validity have passed, so that it is time to renew.
    ///
    /// With a wrong clock this only asks too early or too late; the hub decides by its own.
    public func isDueForRenewal(secondsSince1970 now: Int64) -> Bool {
        now >= notBefore + (notAfter - notBefore) / 3 * 2
    }

    /// Reads a certificate, which may come from anybody.
    public init(der: [UInt8]) throws(IdentityError) {
        guard der.count <= Self.bytesMax, let certificate = try? Certificate(derEncoded: der),
            let key = P256.Signing.PublicKey(certificate.publicKey),
            let uri = Self.uri(of: certificate),
            let roles = Self.roles(of: certificate),
            Self.isForTLS(certificate)
        else { throw .malformed(.deviceCertificate) }
        publicKey = Array(key.compressedRepresentation)
        guard uri.device == .of(publicKey: publicKey),
            roles.contains(.hub) == (uri.site == .hub)
        else { throw .malformed(.deviceCertificate) }
        hub = uri.hub
        site = uri.site
        device = uri.device
        self.roles = roles
        label = certificate.subject.commonName
        notBefore = certificate.notBeforeSeconds
        notAfter = certificate.notAfterSeconds
        self.der = der
        self.certificate = certificate
    }

    /// The one zssync URI of a certificate; nil if there is none, or more than one.
    private static func uri(of certificate: Certificate) -> DeviceURI? {
        guard let names = try? certificate.extensions.subjectAlternativeNames else { return nil }
        let uris = names.compactMap { name -> String? in
            if case .uniformResourceIdentifier(let uri) = name { uri } else { nil }
        }
        return uris.count == 1 ? DeviceURI(uris[0]) : nil
    }

    private static func roles(of certificate: Certificate) -> [Role]? {
        certificate.extensions.first { $0.oid == RolesExtension.identifier }
            .flatMap { try? RolesExtension($0) }?.roles
    }

    /// Whether it is an end certificate for both ends of TLS, with no critical part unknown here.
    private static func isForTLS(_ certificate: Certificate) -> Bool {
        guard certificate.version == .v3,
            let usage = try? certificate.extensions.extendedKeyUsage,
            usage.contains(.clientAuth), usage.contains(.serverAuth),
            let constraints = try? certificate.extensions.basicConstraints,
            constraints == .notCertificateAuthority
        else { return false }
        let known: [ASN1ObjectIdentifier] = [
            .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
            .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
        ]
        return certificate.extensions.allSatisfy { !$0.critical || known.contains($0.oid) }
    }
}

extension DeviceCertificate: CustomStringConvertible {
    /// The URI: what a log may say.
    public var description: String { DeviceURI(hub: hub, site: site, device: device).text }
}

extension DeviceCertificate: Hashable {
    /// The same certificate, byte for byte.
    public static func == (left: Self, right: Self) -> Bool { left.der == right.der }
    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
