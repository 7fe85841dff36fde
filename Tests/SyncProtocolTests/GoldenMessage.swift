import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
@testable import SyncProtocol
import Testing

/// One message type and the file that shows it.
struct GoldenMessage: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable () throws -> any Message
    let read: @Sendable ([UInt8]) throws -> any Message
    let readText: @Sendable (String) throws -> any Message

    init<Content: Message>(_ name: String, _ make: @escaping @Sendable () throws -> Content) {
        self.name = name
        self.make = make
        read = { try Content(serializedBytes: $0) }
        readText = { try Content(textFormatString: $0) }
    }

    var testDescription: String { name }

    /// The file's message, and the text that stands beside it.
    func load() throws -> (bytes: [UInt8], text: String) {
        var made: (any Message)?
        let bytes = try GoldenFile.bytes("messages/\(name).bin") {
            let message = try make()
            made = message
            return try message.serializedBytes()
        }
        let text = try GoldenFile.bytes("messages/\(name).txt") {
            Array(try (made ?? read(bytes)).textFormatString().utf8)
        }
        return (bytes, String(decoding: text, as: UTF8.self))
    }
}

extension GoldenMessage {
    /// Every message of the protocol.
    static let all: [GoldenMessage] = changes + sync + identity

    /// Those whose bytes hold a signature or a serial number that is drawn anew each time.
    static let drawn: Set<String> = [
        "join_request", "join_answer", "renew_request", "renew_answer",
    ]

    private static let changes = [
        GoldenMessage("change_header") {
            try WireChangeHeader(serializedBytes: clerk().sealed[2].header)
        },
        GoldenMessage("change_body") {
            try WireChangeBody(serializedBytes: clerk().sealed[0].content.bodyBytes ?? [])
        },
        GoldenMessage("change_batch") { WireChangeBatch(rows: try clerk().sealed) },
        GoldenMessage("change_batch_columns") { WireChangeBatch(try clerk().sealed) },
        GoldenMessage("change_batch_erased") {
            WireChangeBatch(rows: try segment(erased: [2]).changes)
        },
        GoldenMessage("segment") { try segment().wire() },
        GoldenMessage("segment_erased") { try segment(erased: [2]).wire() },
        GoldenMessage("segment_columns") { try segment().wire() },
        GoldenMessage("segment_columns_erased") { try segment(erased: [2]).wire() },
        // The same as "segment", whose stream was made before there was a dictionary.
        GoldenMessage("segment_named") { try segment().wire() },
    ]

    private static let sync = [
        GoldenMessage("frontiers_request") {
            try WireFrontiersRequest.with {
                $0.versions = [1]
                $0.clock = 1_780_000_100_000
                $0.digest = .init(ScopeHeads.digest(of: []))
                $0.frontiers = [try frontier()]
            }
        },
        GoldenMessage("frontiers_request_news") {
            let news = try segment().wireWithoutHash()
            return try WireFrontiersRequest.with {
                $0.versions = [1]
                $0.clock = 1_780_000_100_000
                $0.digest = .init(ScopeHeads.digest(of: []))
                $0.segments = [news]
                $0.newsDigest = .init(ScopeHeads.digest(of: [try ScopeHeads(frontier())]))
            }
        },
        GoldenMessage("frontiers_answer") {
            try WireFrontiersAnswer.with {
                $0.version = 1
                $0.clock = 1_780_000_100_125
                $0.frontiers = [try frontier()]
                $0.othersDiffer = true
                $0.renew = true
            }
        },
        GoldenMessage("frontiers_answer_same") {
            .with {
                $0.version = 1
                $0.clock = 1_780_000_100_125
                $0.same = true
            } as WireFrontiersAnswer
        },
        GoldenMessage("frontiers_answer_news") {
            let state = try scopeState()
            return WireFrontiersAnswer.with {
                $0.version = 1
                $0.clock = 1_780_000_100_125
                $0.same = true
                $0.states = [.with { $0.stateDigest = state.stateDigest }]
            }
        },
        GoldenMessage("fetch_request") {
            try WireFetchRequest.with {
                $0.version = 1
                $0.frontiers = [try frontier()]
                $0.segmentsMax = 64
            }
        },
        GoldenMessage("frame_segment") {
            let wire = try segment().wire()
            return WireFrame.with { $0.segment = wire }
        },
        GoldenMessage("frame_closing") {
            let state = try scopeState()
            return WireFrame.with {
                $0.closing = .with {
                    $0.complete = true
                    $0.states = [state]
                }
            }
        },
        GoldenMessage("changes_answer") {
            try WireChangesAnswer.with {
                $0.acknowledged = [try frontier()]
                $0.refusals = [
                    .with {
                        $0.scope = "site/442000001001"
                        $0.replica = .init([UInt8](repeating: 0xEE, count: 16))
                        $0.firstSeq = 12
                        $0.refusal = Refusal(.waiting, "等待 waiting").wire
                    }
                ]
                $0.states = [try scopeState()]
            }
        },
        GoldenMessage("refusal") {
            Refusal(.notPermitted, "证书不允许，未保存。 Not allowed; nothing was stored.").wire
        },
        GoldenMessage("watch_answer") {
            try WireWatchAnswer.with {
                $0.digest = .init(ScopeHeads.digest(of: [try ScopeHeads(frontier())]))
            }
        },
    ]

    private static let identity = [
        GoldenMessage("join_request") {
            try WireJoinRequest.with {
                $0.secret = .init((0..<16).map { UInt8($0) })
                $0.certificateRequest = .init(
                    try CertificateRequest(key: GoldenVillage().clerk).der)
            }
        },
        GoldenMessage("join_answer") {
            let (authority, certificate) = try issued()
            return WireJoinAnswer.with {
                $0.certificate = .init(certificate.der)
                $0.authority = .init(authority.certificate.der)
            }
        },
        GoldenMessage("renew_request") {
            try WireRenewRequest.with {
                $0.certificateRequest = .init(
                    try CertificateRequest(key: GoldenVillage().clerk).der)
            }
        },
        GoldenMessage("renew_answer") {
            let certificate = try issued().certificate
            return WireRenewAnswer.with { $0.certificate = .init(certificate.der) }
        },
    ]

    private static func clerk() throws -> SealedFeed { try GoldenVillage().clerkFeed() }

    /// The clerk's feed with the golden signature.
    static func segment(erased: Set<UInt64> = []) throws -> Segment {
        let signature = try GoldenFeed.both.get().first.flatMap { [UInt8](hex: $0.signature) }
        return try clerk().segment(signature: signature ?? [], erased: erased)
    }

    /// Both feeds, held whole.
    static func frontier() throws -> WireScopeFrontier {
        let village = try GoldenVillage()
        let feeds = [try village.clerkFeed(), try village.workerFeed()]
        return .with {
            $0.scope = village.scope.text
            $0.heads = feeds.sorted { $0.replica < $1.replica }.map { feed in
                .with {
                    $0.replica = .init(feed.replica.bytes)
                    $0.seq = UInt64(feed.changes.count)
                    $0.hashPrefix = .init((feed.cursors.last?.hash ?? []).prefix(8))
                }
            }
        }
    }

    private static func scopeState() throws -> WireScopeState {
        let heads = try ScopeHeads(frontier())
        let sum = try GoldenNames.stateSum(GoldenVillage())
        return .with {
            $0.scope = heads.scope.text
            $0.frontierDigest = .init(heads.digest)
            $0.stateDigest = .init(sum.bytes)
        }
    }

    private static func issued() throws -> (
        authority: CertificateAuthority, certificate: DeviceCertificate
    ) {
        let authority = try CertificateAuthority(
            name: "Golden hub 样例中心", secondsSince1970: 1_780_000_000)
        guard let site = SiteID("442000001001") else { throw GoldenFile.Missing(name: "site") }
        let certificate = try authority.issue(
            CertificateRequest(key: GoldenVillage().clerk), site: site, roles: [.clerk, .reviewer],
            label: "村务室一号", secondsSince1970: 1_780_000_000)
        return (authority, certificate)
    }
}
