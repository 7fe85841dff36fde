public import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore
import SyncEngine

/// One row of a site registry.
public struct SiteRow: Hashable, Sendable {
    /// The 12-digit statistical code.
    public let code: String
    /// The name of the village or community.
    public let name: String
    /// The first nine digits.
    public let townCode: String
    /// The name of the town.
    public let townName: String

    /// Makes a row of its parts.
    public init(code: String, name: String, townCode: String, townName: String) {
        self.code = code
        self.name = name
        self.townCode = townCode
        self.townName = townName
    }
}

extension ReplicaHost {
    /// Makes a hub in `directory`: key, authority, certificate, registry.
    public static func makeHub(
        in directory: DataDirectory, name: String, hosts: [String], sites: [SiteRow]
    ) throws -> ReplicaHost {
        try making(in: directory) { lock in
            let authority = try CertificateAuthority(
                name: name, secondsSince1970: WallClock.nowSeconds)
            let key = DeviceKey()
            let certificate = try authority.issue(
                CertificateRequest(key: key), site: .hub, roles: [.hub], label: name,
                hosts: hosts, secondsSince1970: WallClock.nowSeconds)
            try KeyFile.save(Array(authority.pem.utf8), to: directory.authorityPath)
            let host = try make(
                in: directory, lock: lock,
                credentials: DeviceCredentials(
                    key: key, certificate: certificate, authority: authority.certificate),
                hubPublicKey: key.publicKey, settings: ["hosts": hosts.joined(separator: " ")])
            try host.write { replica in
                try replica.register(certificate)
                for site in sites {
                    try replica.register(
                        site: site.code, name: site.name, townCode: site.townCode,
                        townName: site.townName)
                }
            }
            return host
        }
    }

    /// Makes a node in `directory`; `join` gets the node's key and brings its certificates.
    public static func makeNode(
        in directory: DataDirectory, hubs: [PeerAddress],
        join: (DeviceKey) async throws -> (
            certificate: DeviceCertificate, authority: AuthorityCertificate, hubPublicKey: [UInt8]
        )
    ) async throws -> ReplicaHost {
        guard !directory.holdsReplica else {
            throw AgentError.alreadyThere(path: directory.path)
        }
        try directory.create()
        let lock = try DirectoryLock(directory: directory.path)
        let key = DeviceKey()
        // The key is on disk before the hub hears of it: a certificate for a lost key helps nobody.
        try KeyFile.save(key.rawBytes, to: directory.keyPath)
        do {
            let joined = try await join(key)
            return try make(
                in: directory, lock: lock,
                credentials: DeviceCredentials(
                    key: key, certificate: joined.certificate, authority: joined.authority),
                hubPublicKey: joined.hubPublicKey,
                settings: ["hubs": hubs.map(\.description).joined(separator: " ")])
        } catch {
            directory.removeReplica()
            throw error
        }
    }

    private static func making(
        in directory: DataDirectory, _ work: (DirectoryLock) throws -> ReplicaHost
    ) throws -> ReplicaHost {
        guard !directory.holdsReplica else {
            throw AgentError.alreadyThere(path: directory.path)
        }
        try directory.create()
        let lock = try DirectoryLock(directory: directory.path)
        do { return try work(lock) } catch {
            directory.removeReplica()
            throw error
        }
    }

    private static func make(
        in directory: DataDirectory, lock: DirectoryLock, credentials: DeviceCredentials,
        hubPublicKey: [UInt8], settings: [String: String]
    ) throws -> ReplicaHost {
        try KeyFile.save(credentials.key.rawBytes, to: directory.keyPath)
        let file = try ReplicaFile.create(in: directory.path)
        let host = ReplicaHost(
            directory: directory, credentials: credentials, hubPublicKey: hubPublicKey,
            file: file, lock: lock, kinds: KindCatalogue())
        try host.write { replica in
            let store = replica.store
            for (name, bytes) in [
                ("certificate", credentials.certificate.der),
                ("authority", credentials.authority.der), ("hub_public_key", hubPublicKey),
            ] {
                try store.set(name, to: Data(bytes).base64EncodedString())
            }
            for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
                try store.set(name, to: value)
            }
            for kind in KindCatalogue.standard.kinds { try replica.install(kind) }
        }
        return host
    }

    /// Where the hub listens, as the token said.
    public func hubAddresses() throws -> [PeerAddress] {
        try read { replica in
            (try replica.store.setting("hubs") ?? "").split(separator: " ")
                .compactMap { PeerAddress($0) }
        }
    }
}
