import DeviceIdentity
import HubServer
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncAgent
import SyncEngine
import SyncProtocol
import SyncTransport
import TestSupport
import Testing

@Suite("A hub that has forgotten a device")
struct ReadmissionTests {
    @Test("it refuses the device's first push, goes by its certificate, and takes the second")
    func readmission() async throws {
        let disk = try TemporaryDirectory()
        let hub = try ReplicaHost.makeHub(
            in: DataDirectory(path: disk.path + "/hub"), name: "hub", hosts: ["127.0.0.1"],
            sites: [])
        let service = try HubService(host: hub)
        let node = try await Self.strangerNode(in: disk.path + "/node", of: hub)
        let certificate = node.credentials.certificate
        let member = hub.identity.member
        try node.write { replica in
            _ = try replica.add(Draft(kind: "person", values: Village.person, actor: "甲"))
        }
        try node.write { replica in
            for scope in try replica.unsignedScopes() { try replica.signCheckpoints(in: scope) }
        }
        let frames = try node.read { replica in
            let nothing = try ScopeHeads(.with { $0.scope = "site/\(Village.siteOne)" })
            return try replica.plans(for: [nothing], to: member).map { plan in
                let wire = try replica.segment(plan).wire()
                return try WireFrame.with { $0.segment = wire }.serializedBytes() as [UInt8]
            }
        }
        #expect(frames.count == 1)
        for isAccepted in [false, true] {
            let bytes = try await service.changes(FrameSequence(frames), from: certificate)
            let answer = try WireChangesAnswer(serializedBytes: bytes)
            #expect(answer.refusals.map(\.refusal.code) == (isAccepted ? [] : ["unknown_author"]))
            let known = try hub.read { try $0.member(certificate.device.text) }
            #expect(known?.site.text == Village.siteOne)
        }
        // Who calls is noted, and not again with every call.
        let clock = Int64(1_780_000_000_000)
        let question =
            try WireFrontiersRequest.with {
                $0.versions = [1]
                $0.clock = clock
            }.serializedBytes() as [UInt8]
        _ = try await service.frontiers(question, from: certificate)
        let noted = { try hub.read { try $0.store.peers() } }
        while try noted().isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let contact = try #require(try noted().first { $0.device == certificate.device.text })
        #expect(contact.contactedAt - contact.clockOffset == clock)
        _ = try await service.frontiers(question, from: certificate)
        #expect(try noted() == [contact])
        // A clock may say anything.
        let strange = try await Self.strangerNode(in: disk.path + "/strange", of: hub)
            .credentials.certificate
        let mad =
            try WireFrontiersRequest.with {
                $0.versions = [1]
                $0.clock = .min
            }.serializedBytes() as [UInt8]
        _ = try await service.frontiers(mad, from: strange)
        while try noted().count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try noted().map(\.clockOffset).max() == 1 << 52)
        // Once: a device that is known is not written again.
        let before = try hub.read { try $0.store.lastArrival() }
        _ = try await service.changes(FrameSequence(frames), from: certificate)
        #expect(try hub.read { try $0.store.lastArrival() } == before)
    }

    /// A node whose certificate is of the hub's authority, and which its registry does not name.
    private static func strangerNode(
        in path: String, of hub: ReplicaHost
    ) async throws -> ReplicaHost {
        let pem = try KeyFile.load(hub.directory.authorityPath)
        let authority = try CertificateAuthority(pem: String(decoding: pem, as: UTF8.self))
        let site = try #require(SiteID(Village.siteOne))
        return try await ReplicaHost.makeNode(in: DataDirectory(path: path), hubs: []) { key in
            let certificate = try authority.issue(
                CertificateRequest(key: key), site: site, roles: [.clerk], label: "甲",
                secondsSince1970: WallClock.nowSeconds)
            return (certificate, authority.certificate, hub.identity.key.publicKey)
        }
    }
}
