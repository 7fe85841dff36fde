import RecordModel
import SwiftASN1
import X509

/// The certificate extension that lists a device's roles: a SEQUENCE OF UTF8String, sorted.
///
/// Not critical, so that ordinary TLS tools can look at a hub; zssync itself insists on it.
/// Source: Protocol/4-identity, "Device certificates".
struct RolesExtension: CertificateExtensionConvertible {
    let roles: [Role]

    /// Below 2.25, the arc that needs no registry.
    static let identifier: ASN1ObjectIdentifier = [2, 25, 4_081_552_746_113_907_661, 1]
    /// No certificate has more roles than there are.
    private static let rolesMax = 16

    init(roles: some Sequence<Role>) {
        self.roles = Set(roles).sorted()
    }

    /// Reads the extension. A role that this version does not know grants nothing and is left out.
    init(_ value: Certificate.Extension) throws {
        let names = try DER.sequence(
            of: ASN1UTF8String.self, identifier: .sequence, rootNode: DER.parse(value.value))
        guard names.count <= Self.rolesMax else {
            throw ASN1Error.invalidASN1Object(reason: "too many roles")
        }
        self.init(roles: names.compactMap { Role(rawValue: String($0)) })
    }

    func makeCertificateExtension() throws -> Certificate.Extension {
        var coder = DER.Serializer()
        try coder.serializeSequenceOf(roles.map { ASN1UTF8String($0.rawValue) })
        return Certificate.Extension(
            oid: Self.identifier, critical: false, value: coder.serializedBytes[...])
    }
}
