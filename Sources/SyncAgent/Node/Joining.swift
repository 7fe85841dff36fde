public import DeviceIdentity
import Foundation
import SwiftProtobuf
import SyncProtocol
import SyncTransport

/// Makes a data directory a node of the hub that a token names.
public enum Joining: Sendable {
    /// How long a hub that does not answer is asked again, in seconds.
    private static let patienceSeconds = 5

    /// Joins: key, certificate request, certificate. The caller syncs afterwards.
    ///
    /// The secret goes only to a server whose authority has the token's fingerprint.
    public static func join(
        _ token: JoinToken, in directory: DataDirectory
    ) async throws -> ReplicaHost {
        try await ReplicaHost.makeNode(in: directory, hubs: token.hubs) { key in
            let client = try await connect(token)
            defer { client.close() }
            let request = try CertificateRequest(key: key)
            let wire = WireJoinRequest.with {
                $0.secret = .init(token.secret)
                $0.certificateRequest = .init(request.der)
            }
            let answer = try read(
                WireJoinAnswer.self, try await client.post(.join, wire.serializedBytes()))
            let certificate = try DeviceCertificate(der: [UInt8](answer.certificate))
            let policy = TrustPolicy(authorities: [client.authority])
            try policy.check(certificate, validity: .chainOnly, revoked: [])
            return (certificate, client.authority, client.peer.publicKey)
        }
    }

    private static func connect(_ token: JoinToken) async throws -> SyncClient {
        let deadline = ContinuousClock.now + .seconds(patienceSeconds)
        var failure: any Error = TransportError.notReachable(.noConnection)
        repeat {
            for address in token.hubs {
                do {
                    return try await SyncClient.connect(
                        to: address, as: nil, trusting: .token(token))
                } catch TransportError.notReachable(let reason) {
                    failure = TransportError.notReachable(reason)
                }
            }
            try await Task.sleep(for: .milliseconds(200))
        } while ContinuousClock.now < deadline
        throw failure
    }
}
