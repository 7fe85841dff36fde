import DeviceIdentity
import RecordModel
import SyncTransport
import Testing

/// A hub's authority made for one test, and the devices it issues certificates for.
struct TestHub {
    let authority: CertificateAuthority

    /// 2026-01-01.
    static let now: Int64 = 1_767_225_600

    init() throws {
        authority = try CertificateAuthority(name: "中山市", secondsSince1970: Self.now)
    }

    var policy: TrustPolicy { TrustPolicy(authorities: [authority.certificate]) }

    /// Trust in the hub itself, with nobody revoked.
    var asHub: ServerTrust { .hub(policy, revoked: []) }

    func device(site: String = "442000001", roles: [Role] = [.clerk]) throws -> DeviceCredentials {
        let key = DeviceKey()
        let certificate = try authority.issue(
            CertificateRequest(key: key), site: #require(SiteID(site)), roles: roles,
            label: "前台电脑", secondsSince1970: Self.now)
        return try DeviceCredentials(
            key: key, certificate: certificate, authority: authority.certificate)
    }

    /// The hub's own device.
    func itself() throws -> DeviceCredentials { try device(site: "hub", roles: [.hub]) }

    func token(for address: PeerAddress) throws -> JoinToken {
        try #require(
            JoinToken(
                hubs: [address], fingerprint: authority.certificate.fingerprint,
                secret: [UInt8](repeating: 7, count: 16)))
    }
}
