import DeviceIdentity
import Foundation
import RecordModel
import SwiftASN1
import Testing
@_spi(FixedExpiryValidationTime) import X509

@Suite("Certificates")
struct CertificateTests {
    @Test("A certificate says who the device is and what its holder may do")
    func issue() throws {
        let hub = try TestHub()
        let key = DeviceKey()
        let issued = try hub.device(roles: [.sealKeeper, .clerk, .clerk], key: key)
        let read = try DeviceCertificate(der: issued.der)
        #expect(read == issued)
        #expect(read.hub == hub.authority.hub)
        #expect(read.site.text == "442000001")
        #expect(read.device == key.device)
        #expect(read.publicKey == key.publicKey)
        #expect(read.roles == [.clerk, .sealKeeper])
        #expect(read.label == "前台电脑")
        #expect(!read.isHub)
        #expect(read.notAfter - TestHub.now == 396 * 86_400)
        #expect(read.notBefore <= TestHub.now)
    }

    @Test("Only the hub's own site has the hub's role")
    func hubRole() throws {
        let hub = try TestHub()
        #expect(try hub.device(site: "hub", roles: [.hub]).isHub)
        #expect(throws: IdentityError.self) { try hub.device(site: "hub", roles: [.clerk]) }
        #expect(throws: IdentityError.self) { try hub.device(roles: [.hub]) }
    }

    @Test("An authority that was stored issues what the first one did")
    func storing() throws {
        let hub = try TestHub()
        let stored = try CertificateAuthority(pem: hub.authority.pem)
        #expect(stored.certificate == hub.authority.certificate)
        #expect(stored.certificate.name == "中山市")
        #expect(stored.certificate.fingerprint.count == 32)
        let device = try stored.issue(
            CertificateRequest(key: DeviceKey()), site: #require(SiteID("1")), roles: [.clerk],
            label: "x", secondsSince1970: TestHub.now)
        try hub.policy.check(device, validity: .atTime(secondsSince1970: TestHub.now), revoked: [])
    }

    @Test("An authority's file with another's certificate is refused")
    func mixedPEM() throws {
        let (one, other) = (try TestHub().authority.pem, try TestHub().authority.pem)
        let separator = "-----BEGIN CERTIFICATE-----"
        let key = try #require(one.split(separator: separator).first)
        let certificate = try #require(other.split(separator: separator).last)
        #expect(throws: IdentityError.malformed(.authorityCertificate)) {
            try CertificateAuthority(pem: key + separator + certificate)
        }
        #expect(throws: IdentityError.malformed(.key)) { try CertificateAuthority(pem: "") }
    }

    @Test("A request is accepted only from the holder of its key")
    func requestSignature() throws {
        let request = try CertificateRequest(key: DeviceKey())
        #expect(try CertificateRequest(der: request.der).publicKey == request.publicKey)
        var accepted = 0
        for index in request.der.indices {
            var altered = request.der
            altered[index] ^= 1
            // A bit outside what is signed may be without meaning; then it changes nothing.
            guard let read = try? CertificateRequest(der: altered) else { continue }
            #expect(read.publicKey == request.publicKey)
            accepted += 1
        }
        #expect(accepted < 8)
    }

    @Test("Altered and cut certificates are refused, say nothing else, and trap nowhere")
    func foreignBytes() throws {
        let hub = try TestHub()
        let genuine = try hub.device()
        let der = genuine.der
        var accepted = 0
        let now = TrustPolicy.Validity.atTime(secondsSince1970: TestHub.now)
        for index in der.indices {
            for bit in 0..<8 {
                var altered = der
                altered[index] ^= 1 << UInt8(bit)
                // A bit outside what is signed may be without meaning; then it changes nothing.
                if let read = try? hub.policy.verify(der: altered, validity: now, revoked: []) {
                    #expect("\(read) \(read.roles)" == "\(genuine) \(genuine.roles)")
                    #expect(read.notAfter == genuine.notAfter)
                    accepted += 1
                }
            }
            #expect(throws: IdentityError.malformed(.deviceCertificate)) {
                try DeviceCertificate(der: Array(der.prefix(index)))
            }
        }
        #expect(accepted < 8)
        let zeros = [UInt8](repeating: 0x30, count: DeviceCertificate.bytesMax + 1)
        #expect(throws: IdentityError.malformed(.deviceCertificate)) {
            try DeviceCertificate(der: zeros)
        }
        #expect(throws: IdentityError.malformed(.authorityCertificate)) {
            try AuthorityCertificate(der: der)
        }
    }

    @Test("Labels that would break a line or a limit are not certified")
    func labels() throws {
        let hub = try TestHub()
        let request = try CertificateRequest(key: DeviceKey())
        let site = try #require(SiteID("1"))
        for label in ["", "a\nb", "\u{1B}[31m", String(repeating: "长", count: 65)] {
            #expect(throws: IdentityError.self) {
                try hub.authority.issue(
                    request, site: site, roles: [.clerk], label: label,
                    secondsSince1970: TestHub.now)
            }
        }
    }

    @Test(
        "An authority can be made and can issue whatever its clock says",
        arguments: [Int64.min, -1, 0, 4_102_444_800, 253_402_300_799, Int64.max])
    func wildClock(now: Int64) throws {
        let authority = try CertificateAuthority(name: "x", secondsSince1970: now)
        let device = try authority.issue(
            CertificateRequest(key: DeviceKey()), site: #require(SiteID("1")), roles: [.clerk],
            label: "x", secondsSince1970: now)
        #expect(device.notBefore < device.notAfter)
    }

    @Test("The library's own verifier accepts the chain by RFC 5280, and no other")
    func standardVerifier() async throws {
        let hub = try TestHub()
        let device = try hub.authority.issue(
            CertificateRequest(key: DeviceKey()), site: .hub, roles: [.hub], label: "中心",
            hosts: ["hub.example.cn", "10.0.0.1", "::1"], secondsSince1970: TestHub.now)
        let other = try TestHub()
        let byOwn = await standardAccepts(device, from: hub.authority.certificate)
        let byOther = await standardAccepts(device, from: other.authority.certificate)
        #expect(byOwn)
        #expect(!byOther)
    }

    private func standardAccepts(
        _ device: DeviceCertificate, from authority: AuthorityCertificate
    ) async -> Bool {
        guard let root = try? Certificate(derEncoded: authority.der),
            let leaf = try? Certificate(derEncoded: device.der)
        else { return false }
        var verifier = Verifier(rootCertificates: CertificateStore([root])) {
            RFC5280Policy(
                fixedExpiryValidationTime: Date(timeIntervalSince1970: Double(TestHub.now)))
        }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore([]))
        if case .validCertificate = result { return true }
        return false
    }
}
