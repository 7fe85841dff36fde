import DeviceIdentity
import RecordModel

/// A hub's authority made for one test, and the devices it issues certificates for.
struct TestHub {
    let authority: CertificateAuthority

    /// 2026-01-01.
    static let now: Int64 = 1_767_225_600

    init(name: String = "中山市") throws {
        authority = try CertificateAuthority(name: name, secondsSince1970: Self.now)
    }

    var policy: TrustPolicy { TrustPolicy(authorities: [authority.certificate]) }

    func device(
        site: String = "442000001", roles: [Role] = [.clerk], key: DeviceKey = DeviceKey()
    ) throws -> DeviceCertificate {
        try authority.issue(
            CertificateRequest(der: CertificateRequest(key: key).der),
            site: require(SiteID(site)), roles: roles, label: "前台电脑",
            secondsSince1970: Self.now)
    }

    private func require<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw IdentityError.malformed(.request) }
        return value
    }
}
