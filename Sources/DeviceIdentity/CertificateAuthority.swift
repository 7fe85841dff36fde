import Crypto
public import RecordModel
import SwiftASN1
import X509

/// The authority of a hub: says who its devices are.
///
/// There is nothing between it and a device: it signs every certificate itself.
/// Source: Protocol/4-identity, "Authority".
public struct CertificateAuthority: Sendable {
    /// The certificate that nodes pin.
    public let certificate: AuthorityCertificate

    private let key: P256.Signing.PrivateKey

    /// How long an authority is valid: 30 years, longer than any PC it serves.
    public static let validitySeconds: Int64 = 30 * 366 * 86_400
    /// Certificates are dated back this far, so that a clock that is set back refuses nobody.
    static let backdatedSeconds: Int64 = 86_400

    /// The hub that it speaks for.
    public var hub: HubID { certificate.hub }

    /// Draws a new authority for the hub that people call `name`.
    public init(name: String, secondsSince1970 now: Int64) throws {
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName.common(name)
        let identifier = SubjectKeyIdentifier(hash: .init(key.publicKey))
        let certificate = try Certificate(
            publicKey: .init(key.publicKey),
            seconds: Self.range(of: Self.validitySeconds, from: now),
            issuer: subject, subject: subject,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                identifier
            },
            signedWith: .init(key))
        self.key = key
        self.certificate = try AuthorityCertificate(der: Self.der(certificate))
    }

    /// Reads what ``pem`` wrote.
    public init(pem: String) throws(IdentityError) {
        guard let documents = try? PEMDocument.parseMultiple(pemString: pem), documents.count == 2,
            let key = try? P256.Signing.PrivateKey(derRepresentation: documents[0].derBytes)
        else { throw .malformed(.key) }
        certificate = try AuthorityCertificate(der: documents[1].derBytes)
        guard
            P256.Signing.PublicKey(certificate.certificate.publicKey)?.rawRepresentation
                == key.publicKey.rawRepresentation
        else { throw .malformed(.authorityCertificate) }
        self.key = key
    }

    /// The private key and the certificate, to be stored with ``KeyFile`` and nowhere else.
    public var pem: String {
        [
            PEMDocument(type: "PRIVATE KEY", derBytes: Array(key.derRepresentation)),
            PEMDocument(type: "CERTIFICATE", derBytes: certificate.der),
        ].map { $0.pemString + "\n" }.joined()
    }

    /// Issues a certificate for the key of `request`, valid for 13 months from `now`.
    ///
    /// `hosts` are DNS names and IP addresses, for the hub's own device only, so that ordinary TLS
    /// tools accept it under these names; zssync itself never looks at them.
    public func issue(
        _ request: CertificateRequest, site: SiteID, roles: some Sequence<Role>, label: String,
        hosts: [String] = [], secondsSince1970 now: Int64
    ) throws -> DeviceCertificate {
        let uri = DeviceURI(hub: hub, site: site, device: request.device)
        let names = [GeneralName.uniformResourceIdentifier(uri.text)] + hosts.map(Self.name(of:))
        let ours = certificate.certificate
        let issued = try Certificate(
            publicKey: request.certificateKey,
            seconds: Self.range(of: DeviceCertificate.validitySeconds, from: now),
            issuer: ours.subject, subject: .common(label),
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.clientAuth, .serverAuth])
                SubjectAlternativeNames(names)
                SubjectKeyIdentifier(hash: request.certificateKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: ours.publicKey).keyIdentifier)
                RolesExtension(roles: roles)
            },
            signedWith: .init(key))
        do {
            return try DeviceCertificate(der: Self.der(issued))
        } catch {
            // Only what was asked for can be at fault: the hub's role outside the hub, or no roles.
            throw IdentityError.cannotIssue("site \(site) with roles \(roles.map(\.rawValue))")
        }
    }

    private static func name(of host: String) -> GeneralName {
        if let bytes = AddressBytes.of(host) {
            .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        } else {
            .dnsName(host)
        }
    }

    /// The validity that starts at `now`, or the last one there is if the clock is past all years.
    private static func range(of validitySeconds: Int64, from now: Int64) -> ClosedRange<Int64> {
        let start = min(max(now, backdatedSeconds), Certificate.secondsMax - validitySeconds)
        return start - backdatedSeconds...start + validitySeconds
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.serialize(certificate)
        return coder.serializedBytes
    }
}

extension CertificateAuthority: CustomStringConvertible, CustomReflectable {
    /// Names the hub, never the key.
    public var description: String { "CertificateAuthority(\(hub))" }
    /// Nothing, so that no dump shows the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
