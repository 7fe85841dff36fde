public import DeviceIdentity
import Foundation
public import RecordModel
import ReplicaStore
public import SyncAgent
import SyncEngine

/// The hub's side of letting devices in.
public enum Hub: Sendable {
    /// The port that the hub listens on where nobody says otherwise.
    public static let defaultPort = 7443
    /// The longest life of a token: 90 days, in seconds.
    public static let ttlSecondsMax = 90 * 86_400

    /// Makes a token that lets one device join, once. Only a hash of its secret is kept.
    public static func invite(
        _ host: ReplicaHost, site code: String, roles: [Role], label: String, ttlSeconds: Int
    ) throws -> JoinToken {
        guard host.isHub else { throw AgentError.notTheHub }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<JoinToken.secretBytes).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        return try host.write { replica in
            let site = try self.site(code, in: replica)
            let store = replica.store
            let port = try store.setting("port").flatMap { Int($0) } ?? defaultPort
            let addresses = (try store.setting("hosts") ?? "").split(separator: " ")
                .compactMap { PeerAddress(host: $0, port: port) }
            guard
                let token = JoinToken(
                    hubs: addresses, fingerprint: host.credentials.authority.fingerprint,
                    secret: secret)
            else { throw AgentError.incomplete(path: host.directory.path, what: "--host") }
            let ttl = Int64(min(max(ttlSeconds, 1), ttlSecondsMax)) * 1_000
            try store.keepInvitation(
                secretHash: token.secretHash, site: site, roles: roles.isEmpty ? [.clerk] : roles,
                label: label, expiresAt: WallClock.now + ttl)
            return token
        }
    }

    /// The id of the site with the code `code`, which may be a former one.
    static func site(_ code: String, in replica: Replica) throws -> SiteID {
        guard let kind = replica.kinds["site"] else { throw AgentError.noSuchSite(code) }
        for field in ["code", "former_codes"] {
            let row = try replica.store.firstRow(of: kind, where: field, is: code)
            if let id = row?.values["code"]?.text.flatMap({ SiteID($0) }) { return id }
        }
        throw AgentError.noSuchSite(code)
    }
}
