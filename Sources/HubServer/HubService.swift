public import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore
import SwiftProtobuf
public import SyncAgent
import SyncEngine
import SyncProtocol
public import SyncTransport

/// Answers devices at the hub: as any replica does, and lets devices join and renew.
public struct HubService: SyncService {
    private let host: ReplicaHost
    private let replicas: ReplicaService
    private let authority: CertificateAuthority

    /// A service of the hub in `host`, whose authority's key must be there.
    public init(host: ReplicaHost) throws {
        guard host.isHub else { throw AgentError.notTheHub }
        guard let bytes = try? KeyFile.load(host.directory.authorityPath),
            let authority = try? CertificateAuthority(pem: String(decoding: bytes, as: UTF8.self))
        else { throw AgentError.incomplete(path: host.directory.path, what: "authority.pem") }
        self.host = host
        self.authority = authority
        replicas = ReplicaService(host: host)
    }

    /// Compares frontiers.
    public func frontiers(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        try await replicas.frontiers(body, from: peer)
    }

    /// Merges a stream of segments and acknowledges what is durable.
    public func changes(
        _ frames: FrameSequence, from peer: DeviceCertificate
    ) async throws -> [UInt8] {
        let answer = try await replicas.changes(frames, from: peer)
        try await readmit(peer)
        return answer
    }

    /// A hub whose disk was put back from before a device joined does not know that device, and takes
    /// nothing of it. After a push, which brings the hub's own lost changes back first where the device
    /// holds them, it goes by the device's certificate; the next push is accepted.
    private func readmit(_ peer: DeviceCertificate) async throws {
        guard try await host.reading({ try $0.member(peer.device.text) }) == nil else { return }
        try await host.writing { try $0.readmit(peer) }
    }

    /// Streams what the peer lacks.
    public func fetch(
        _ body: [UInt8], from peer: DeviceCertificate, into writer: any FrameWriter
    ) async throws {
        try await replicas.fetch(body, from: peer, into: writer)
    }

    /// Waits until something was committed here.
    public func watch(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        try await replicas.watch(body, from: peer)
    }

    /// Issues a new certificate for the same key, site, roles and label.
    public func renew(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        guard let wire = try? WireRenewRequest(serializedBytes: body) else {
            throw Refusal(.badRequest, WireError.malformed("renewal").description)
        }
        let request = try Self.request([UInt8](wire.certificateRequest))
        guard request.publicKey == peer.publicKey else {
            throw Refusal(
                .notPermitted,
                "只能为自己的密钥续期。 A certificate can be renewed for its own key only.")
        }
        let certificate = try authority.issue(
            request, site: peer.site, roles: peer.roles, label: peer.label,
            secondsSince1970: WallClock.nowSeconds)
        try await host.writing { try $0.register(certificate) }
        return try WireRenewAnswer.with { $0.certificate = .init(certificate.der) }
            .serializedBytes()
    }

    /// Lets the holder of a token join, once; the same device may ask again if the answer was lost.
    public func join(_ body: [UInt8], from address: String) async throws -> [UInt8] {
        guard let wire = try? WireJoinRequest(serializedBytes: body),
            wire.secret.count == JoinToken.secretBytes
        else { throw Refusal(.badRequest, WireError.malformed("join").description) }
        let request = try Self.request([UInt8](wire.certificateRequest))
        let hash = JoinToken.hash(ofSecret: [UInt8](wire.secret))
        let device = request.device.text
        let authority = authority
        let certificate = try await host.writing { replica in
            guard let invitation = try replica.store.invitation(hash),
                invitation.expiresAt > WallClock.now,
                invitation.device == nil || invitation.device == device
            else { throw Self.badToken }
            let certificate = try authority.issue(
                request, site: invitation.site, roles: invitation.roles,
                label: invitation.label.isEmpty ? Self.label(invitation) : invitation.label,
                secondsSince1970: WallClock.nowSeconds)
            try replica.store.redeem(hash, by: device)
            try replica.register(certificate)
            return certificate
        }
        return try WireJoinAnswer.with {
            $0.certificate = .init(certificate.der)
            $0.authority = .init(authority.certificate.der)
        }.serializedBytes()
    }

    private static func request(_ der: [UInt8]) throws -> CertificateRequest {
        do { return try CertificateRequest(der: der) } catch {
            throw Refusal(.badRequest, error.description)
        }
    }

    private static func label(_ invitation: InvitationRow) -> String {
        "\(invitation.site) \(invitation.roles.map(\.rawValue).joined(separator: "+"))"
    }

    private static var badToken: Refusal {
        Refusal(
            .badToken,
            "加入码无效：可能已用过、已过期或输入有误，请向中心要一个新的。"
                + " The token is not valid: used already, expired or mistyped."
                + " Ask the hub for a new one; nothing was changed.")
    }
}
