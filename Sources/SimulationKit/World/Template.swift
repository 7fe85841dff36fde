import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine

/// What every world begins with, made once: an empty replica that knows the kinds, and an authority.
public final class Template {
    private let memory = MemoryMedium()
    private let file: ReplicaFile
    let kinds: KindCatalogue
    private let authority: CertificateAuthority
    private var issued: [DeviceID: DeviceCertificate] = [:]

    /// Makes it.
    public init() throws {
        let key = DeviceKey()
        file = try ReplicaFile.inMemory()
        authority = try CertificateAuthority(
            name: "simulated", secondsSince1970: World.epoch / 1_000)
        let identity = ReplicaIdentity(
            key: key, site: .hub, roles: [.hub], label: "", hubPublicKey: key.publicKey)
        kinds = try Self.installStandard(in: .memory(memory), identity)
        _ = try Self.installStandard(in: .file(file), identity)
    }

    private static func installStandard(
        in medium: SimulatedMedium, _ identity: ReplicaIdentity
    ) throws -> KindCatalogue {
        try ReplicaWriter(medium, identity: identity).write(
            kinds: KindCatalogue(), surroundings: Surroundings(now: World.epoch) { 0 }
        ) { replica in
            for kind in KindCatalogue.standard.kinds { try replica.install(kind) }
            return replica.kinds
        }
    }

    /// The empty replica as `tier` keeps it.
    func medium(of tier: Tier) -> SimulatedMedium {
        tier == .memory ? .memory(memory) : .file(file)
    }

    func certificates(_ identities: [ReplicaIdentity]) throws -> [DeviceCertificate] {
        // Kept for the runs of one seed, which shrinking repeats.
        if issued.count > 2_000 { issued = [:] }
        return try identities.map { identity in
            if let known = issued[identity.device] { return known }
            let certificate = try authority.issue(
                CertificateRequest(key: identity.key), site: identity.site, roles: identity.roles,
                label: identity.label, secondsSince1970: World.epoch / 1_000)
            issued[identity.device] = certificate
            return certificate
        }
    }
}

// One simulation's, on one thread.
@available(*, unavailable)
extension Template: Sendable {}
