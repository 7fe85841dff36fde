import DeviceIdentity
import RecordModel
import Testing

@Suite("Trust")
struct TrustPolicyTests {
    private static let day: Int64 = 86_400

    @Test("A device of this hub is known, of another hub is not, whatever the clock says")
    func authority() throws {
        let (hub, other) = (try TestHub(), try TestHub())
        let der = try hub.device().der
        let times: [TrustPolicy.Validity] =
            [.chainOnly] + [TestHub.now, 0, 4_102_444_800].map { .atTime(secondsSince1970: $0) }
        for time in times {
            #expect(throws: IdentityError.wrongAuthority) {
                try other.policy.verify(der: der, validity: time, revoked: [])
            }
        }
        #expect(try hub.policy.verify(der: der, validity: .chainOnly, revoked: []).der == der)
    }

    @Test(
        "Validity over time: sync for 13 months, renewal for 12 more",
        arguments: [
            (-30, false, false), (0, true, true), (91, true, true), (395, true, true),
            (397, false, true), (700, false, true), (761, false, true), (763, false, false),
        ] as [(Int64, Bool, Bool)])
    func expiry(days: Int64, syncs: Bool, renews: Bool) throws {
        let hub = try TestHub()
        let der = try hub.device().der
        let time = TrustPolicy.Validity.atTime(
            secondsSince1970: TestHub.now + days * Self.day)
        func accepts(_ purpose: TrustPolicy.Purpose) -> Bool {
            (try? hub.policy.verify(der: der, validity: time, revoked: [], purpose: purpose))
                != nil
        }
        #expect(accepts(.sync) == syncs)
        #expect(accepts(.renewal) == renews)
    }

    @Test("A node with a dead clock still knows its hub and its peers")
    func deadClock() throws {
        let hub = try TestHub()
        let der = try hub.device(site: "hub", roles: [.hub]).der
        #expect(try hub.policy.verify(der: der, validity: .chainOnly, revoked: []).isHub)
    }

    @Test("A revoked device is refused for everything, also by a node that looks at no clock")
    func revocation() throws {
        let hub = try TestHub()
        let device = try hub.device()
        for validity in [.chainOnly, .atTime(secondsSince1970: TestHub.now)]
            as [TrustPolicy.Validity]
        {
            for purpose in [.sync, .renewal] as [TrustPolicy.Purpose] {
                #expect(throws: IdentityError.revoked(device.device)) {
                    try hub.policy.verify(
                        der: device.der, validity: validity, revoked: [device.device],
                        purpose: purpose)
                }
            }
        }
    }

    @Test("Renewal is due once two thirds of the validity have passed")
    func renewalDue() throws {
        let device = try TestHub().device()
        #expect(!device.isDueForRenewal(secondsSince1970: TestHub.now + 250 * Self.day))
        #expect(device.isDueForRenewal(secondsSince1970: TestHub.now + 270 * Self.day))
    }

    @Test("While a hub renews its authority, devices of the old and the new one are known")
    func twoAuthorities() throws {
        let (old, new) = (try TestHub(), try TestHub())
        let both = TrustPolicy(authorities: [
            old.authority.certificate, new.authority.certificate,
        ])
        for hub in [old, new] {
            _ = try both.verify(der: hub.device().der, validity: .chainOnly, revoked: [])
        }
    }
}
