/// Whose certificates this replica believes: those that one of its authorities signed itself.
///
/// There are no intermediate authorities, so a chain is one signature. That lets the check be a
/// plain function, also below the line where nothing is `async`.
/// Source: Protocol/4-identity, "Trust".
public struct TrustPolicy: Sendable {
    /// What a certificate is shown for.
    public enum Purpose: Hashable, Sendable {
        /// Anything but renewal.
        case sync
        /// Only to be renewed: also up to ``renewalGraceSeconds`` after expiry.
        case renewal
    }

    /// Whether validity times are looked at.
    public enum Validity: Hashable, Sendable {
        /// Against this time, in seconds since 1970. For the hub, whose clock counts.
        case atTime(secondsSince1970: Int64)
        /// Not at all. For nodes: a PC that believes it is 1970 or 2099 must still sync.
        case chainOnly
    }

    /// The authorities, usually one; two while a hub renews its own.
    public let authorities: [AuthorityCertificate]

    /// How long after expiry a device may still come back for renewal: 12 months.
    public static let renewalGraceSeconds: Int64 = 366 * 86_400

    /// Believes these authorities.
    public init(authorities: [AuthorityCertificate]) {
        self.authorities = authorities
    }

    /// Reads and checks a certificate that a peer shows. The only road from bytes to a known peer.
    public func verify(
        der: [UInt8], validity: Validity, revoked: Set<DeviceID>, purpose: Purpose = .sync
    ) throws(IdentityError) -> DeviceCertificate {
        let certificate = try DeviceCertificate(der: der)
        try check(certificate, validity: validity, revoked: revoked, purpose: purpose)
        return certificate
    }

    /// Checks a certificate that was read before.
    public func check(
        _ certificate: DeviceCertificate, validity: Validity, revoked: Set<DeviceID>,
        purpose: Purpose = .sync
    ) throws(IdentityError) {
        guard
            let authority = authorities.first(where: {
                $0.hub == certificate.hub && $0.hasIssued(certificate.certificate)
            })
        else { throw .wrongAuthority }
        guard !revoked.contains(certificate.device) else { throw .revoked(certificate.device) }
        guard case .atTime(let now) = validity else { return }
        guard now >= certificate.notBefore, now >= authority.notBefore else {
            throw .notYetValid(notBefore: max(certificate.notBefore, authority.notBefore))
        }
        let notAfter = min(certificate.notAfter, authority.notAfter)
        guard now > notAfter else { return }
        let graceEnd = notAfter + Self.renewalGraceSeconds
        guard now <= graceEnd else { throw .expiredForGood(notAfter: notAfter) }
        guard purpose == .renewal else { throw .expired(notAfter: notAfter) }
    }
}
