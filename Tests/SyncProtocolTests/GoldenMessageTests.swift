import DeviceIdentity
import Foundation
import RecordModel
import SwiftProtobuf
@testable import SyncProtocol
import Testing

@Suite("Golden messages")
struct GoldenMessageTests {
    @Test(
        "Every message is read, and written again in the same bytes", arguments: GoldenMessage.all)
    func bytes(golden: GoldenMessage) throws {
        let (bytes, text) = try golden.load()
        let message = try golden.read(bytes)
        #expect(try message.serializedBytes() == bytes)
        #expect(message.textFormatString() == text)
        #expect(try golden.readText(text).isEqualTo(message: message))
        if !GoldenMessage.drawn.contains(golden.name), !golden.name.contains("segment") {
            #expect(try golden.make().serializedBytes() == bytes)
        }
    }

    @Test(
        "A golden segment holds the golden feed, however it was compressed",
        arguments: [
            ("segment", [] as Set<UInt64>), ("segment_erased", [2] as Set<UInt64>),
            ("segment_named", [] as Set<UInt64>), ("segment_columns", [] as Set<UInt64>),
            ("segment_columns_erased", [2] as Set<UInt64>),
        ])
    func segments(name: String, erased: Set<UInt64>) throws {
        let wire = try WireSegment(serializedBytes: golden(name))
        let segment = try Segment(wire)
        let expected = try GoldenMessage.segment(erased: erased)
        #expect(segment == expected)
        let plain = try Deflate.inflate([UInt8](wire.batch), plainCount: Int(wire.plainBytes))
        let batch =
            name.contains("columns")
            ? WireChangeBatch(expected.changes) : WireChangeBatch(rows: expected.changes)
        #expect(plain == (try batch.serializedBytes()))
    }

    @Test("An erased body leaves the chain as it was")
    func erasure() throws {
        let segment = try GoldenMessage.segment(erased: [2])
        var cursor = FeedCursor(scope: segment.scope, replica: segment.replica)
        var bodies = 0
        for change in segment.changes where try cursor.open(change).kind != nil { bodies += 1 }
        #expect(cursor.hash == segment.checkpoint.hash)
        #expect(bodies == segment.changes.count - 1)
    }

    @Test("Golden certificates are read, and are by the authority beside them")
    func certificates() throws {
        let joined = try WireJoinAnswer(serializedBytes: golden("join_answer"))
        let authority = try AuthorityCertificate(der: [UInt8](joined.authority))
        let certificate = try TrustPolicy(authorities: [authority]).verify(
            der: [UInt8](joined.certificate), validity: .chainOnly, revoked: [])
        let key = try GoldenVillage().clerk
        #expect(certificate.device == key.device)
        #expect(certificate.roles == [.clerk, .reviewer])
        #expect(certificate.site.text == "442000001001")
        let asked = try WireJoinRequest(serializedBytes: golden("join_request"))
        #expect(
            try CertificateRequest(der: [UInt8](asked.certificateRequest)).publicKey
                == key.publicKey)
        let renewal = try WireRenewRequest(serializedBytes: golden("renew_request"))
        #expect(
            try CertificateRequest(der: [UInt8](renewal.certificateRequest)).device == key.device)
        let renewed = try WireRenewAnswer(serializedBytes: golden("renew_answer"))
        #expect(try DeviceCertificate(der: [UInt8](renewed.certificate)).device == key.device)
    }

    private func golden(_ name: String) throws -> [UInt8] {
        guard let golden = GoldenMessage.all.first(where: { $0.name == name }) else {
            throw GoldenFile.Missing(name: name)
        }
        return try golden.load().bytes
    }

    @Test("Every message that the .proto files declare at the top of an exchange has a golden file")
    func completeness() throws {
        let shown = try GoldenMessage.all.map { type(of: try $0.make()).protoMessageName }
        let parts: Set = [
            // These are shown inside others.
            "FeedPosition", "Mutation", "SetField", "FieldValues", "Increment", "Nothing", "Value",
            "ValueList", "ValueObject", "NamedValue", "Checkpoint", "ErasedBody", "FeedHead",
            "ScopeFrontier", "Closing", "ScopeState", "SegmentRefusal", "BodyColumns", "BodyPart",
        ]
        for file in ["change", "sync", "identity"] {
            let source = try GoldenFile.text("Protocol/\(file).proto")
            for match in source.matches(of: /\nmessage (\w+)/) {
                let name = String(match.1)
                #expect(parts.contains(name) || shown.contains("zssync.v1." + name), "\(name)")
            }
        }
    }

    @Test("The ids of orders and the digest of what is erased are what they always were")
    func orders() throws {
        let fresh = try GoldenOrders()
        #expect(try GoldenFile.value("orders.json") { fresh } == fresh)
    }

    @Test("Names, digests and tokens are what they always were")
    func names() throws {
        let fresh = try GoldenNames()
        #expect(try GoldenFile.value("names.json") { fresh } == fresh)
        let token = try JoinToken(fresh.joinToken)
        #expect(token.hubs.map(\.authority) == fresh.joinTokenHubs)
        #expect(token.text == fresh.joinToken)
    }
}
