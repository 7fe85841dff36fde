public import DeviceIdentity
import SyncProtocol

/// Whom a client is willing to talk to. Host names do not count; only certificates do.
public enum ServerTrust: Sendable {
    /// The hub, certified by a pinned authority.
    case hub(TrustPolicy, revoked: Set<DeviceID>)
    /// Any device certified by a pinned authority.
    case peer(TrustPolicy, revoked: Set<DeviceID>)
    /// The hub whose authority has the fingerprint in a token; for joining.
    case token(JoinToken)

    /// Who the server is and who says so, from the certificates it showed, its own first.
    ///
    /// Looks at no time: this machine's clock may say 1970 or 2099.
    func judge(
        _ chain: [[UInt8]]
    ) throws(TransportError) -> (peer: DeviceCertificate, authority: AuthorityCertificate) {
        let leaf = chain.first ?? []
        switch self {
        case .hub(let policy, let revoked):
            return try Self.judge(leaf, by: policy, revoked: revoked, mustBeHub: true)
        case .peer(let policy, let revoked):
            return try Self.judge(leaf, by: policy, revoked: revoked, mustBeHub: false)
        case .token(let token):
            let pinned = chain.lazy.compactMap { try? AuthorityCertificate(der: $0) }
                .first { $0.fingerprint == token.fingerprint }
            guard let pinned else { throw .wrongCA }
            let policy = TrustPolicy(authorities: [pinned])
            return try Self.judge(leaf, by: policy, revoked: [], mustBeHub: true)
        }
    }

    private static func judge(
        _ leaf: [UInt8], by policy: TrustPolicy, revoked: Set<DeviceID>, mustBeHub: Bool
    ) throws(TransportError) -> (peer: DeviceCertificate, authority: AuthorityCertificate) {
        do throws(IdentityError) {
            let peer = try policy.verify(der: leaf, validity: .chainOnly, revoked: revoked)
            guard let authority = policy.authorities.first(where: { $0.hub == peer.hub }) else {
                throw IdentityError.wrongAuthority
            }
            guard peer.isHub || !mustBeHub else { throw IdentityError.notTheHub }
            return (peer, authority)
        } catch {
            switch error {
            case .wrongAuthority, .malformed: throw .wrongCA
            default: throw .notAccepted(Refusal(error))
            }
        }
    }
}
