import CausalCore
public import DeviceIdentity
import Foundation
public import RecordModel
import ReplicaStore
public import SyncEngine
import Synchronization

/// One data directory, open: its file, its identity, its kinds, and the road to its replica.
public final class ReplicaHost: Sendable {
    /// Where it lives.
    public let directory: DataDirectory
    private let currentCredentials: Mutex<DeviceCredentials>
    /// Who it is.
    public let identity: ReplicaIdentity
    let file: ReplicaFile
    private let writer: ReplicaWriter<ReplicaFile>
    private let lock: DirectoryLock?
    private let knownKinds: Mutex<KindCatalogue>
    /// Wakes those who wait for something new.
    public let movement = Movement()

    init(
        directory: DataDirectory, credentials: DeviceCredentials, hubPublicKey: [UInt8],
        file: ReplicaFile, lock: DirectoryLock?, kinds: KindCatalogue
    ) {
        self.directory = directory
        currentCredentials = Mutex(credentials)
        identity = ReplicaIdentity(
            key: credentials.key, site: credentials.certificate.site,
            roles: credentials.certificate.roles, label: credentials.certificate.label,
            hubPublicKey: hubPublicKey)
        self.file = file
        writer = ReplicaWriter(file, identity: identity)
        self.lock = lock
        knownKinds = Mutex(kinds)
    }

    /// Opens the replica in `directory`, alone in writing it.
    public static func open(_ directory: DataDirectory) throws -> ReplicaHost {
        guard directory.holdsReplica else { throw StoreError.noReplica(path: directory.path) }
        let lock = try DirectoryLock(directory: directory.path)
        let file = try ReplicaFile.open(in: directory.path)
        let host = try open(directory, file: file, lock: lock)
        try host.write { replica in
            for kind in KindCatalogue.standard.kinds { try replica.install(kind) }
            // What the program before this one could not read, this one may.
            try replica.adoptKinds()
        }
        if host.isHub { try host.publishKindFiles() }
        return host
    }

    /// Opens the replica in `directory` for reading, beside whoever writes it.
    public static func openForReading(_ directory: DataDirectory) throws -> ReplicaHost {
        guard directory.holdsReplica else { throw StoreError.noReplica(path: directory.path) }
        let file = try ReplicaFile.openForReading(in: directory.path)
        return try open(directory, file: file, lock: nil)
    }

    private static func open(
        _ directory: DataDirectory, file: ReplicaFile, lock: DirectoryLock?
    ) throws -> ReplicaHost {
        guard let bytes = try? KeyFile.load(directory.keyPath),
            let key = try? DeviceKey(rawBytes: bytes)
        else { throw AgentError.incomplete(path: directory.path, what: "device.key") }
        return try file.read { store in
            let bytes = { (name: String) -> [UInt8] in
                guard let text = try store.setting(name), let data = Data(base64Encoded: text)
                else { throw AgentError.incomplete(path: directory.path, what: name) }
                return [UInt8](data)
            }
            let credentials = try DeviceCredentials(
                key: key, certificate: DeviceCertificate(der: bytes("certificate")),
                authority: AuthorityCertificate(der: bytes("authority")))
            return ReplicaHost(
                directory: directory, credentials: credentials,
                hubPublicKey: try bytes("hub_public_key"), file: file, lock: lock,
                kinds: try kinds(in: store))
        }
    }

    static func kinds(in store: any Store) throws -> KindCatalogue {
        KindCatalogue(
            try store.storedKinds().map {
                try KindReader.kind(source: $0.source, file: "\($0.name).yaml")
            })
    }

    /// Its key and certificates; a renewed certificate counts at once for whoever asks next.
    public var credentials: DeviceCredentials { currentCredentials.withLock { $0 } }

    /// Keeps a renewed certificate.
    public func keep(_ certificate: DeviceCertificate) throws {
        let (key, authority) = (credentials.key, credentials.authority)
        let renewed = try DeviceCredentials(
            key: key, certificate: certificate, authority: authority)
        try write {
            try $0.store.set("certificate", to: Data(certificate.der).base64EncodedString())
        }
        currentCredentials.withLock { $0 = renewed }
    }

    /// The record kinds that this replica knows.
    public var kinds: KindCatalogue { knownKinds.withLock { $0 } }

    /// Whether this is the hub.
    public var isHub: Bool { identity.isHub }

    /// Runs `work` in one transaction, durable when this returns.
    public func write<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        var moved: KindCatalogue?
        let result = try writer.write(kinds: kinds, surroundings: Self.surroundings()) { replica in
            let result = try work(replica)
            if replica.kindsMoved { moved = replica.kinds }
            return result
        }
        if let moved { knownKinds.withLock { $0 = moved } }
        movement.note()
        return result
    }

    /// Runs `work` on one committed state.
    public func read<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        let kinds = kinds
        return try file.read { store in
            try work(
                Replica(
                    store: store, identity: identity, kinds: kinds,
                    surroundings: Self.surroundings()))
        }
    }

    /// Asks others, on another thread, to run `work`; so that a slow disk holds up nobody who waits
    /// for the network.
    public func writing<Result: Sendable>(
        _ work: @escaping @Sendable (Replica) throws -> Result
    ) async throws -> Result {
        try await Self.offLoop { try self.write(work) }
    }

    /// As ``writing(_:)``, for reading.
    public func reading<Result: Sendable>(
        _ work: @escaping @Sendable (Replica) throws -> Result
    ) async throws -> Result {
        try await Self.offLoop { try self.read(work) }
    }

    /// Asks others, on another thread, to run `work` that takes its own transactions.
    public func waiting<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await Self.offLoop(work)
    }

    private static let threads = DispatchQueue(label: "zssync.replica", attributes: .concurrent)

    private static func offLoop<Result: Sendable>(
        _ work: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            threads.async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }

    private static func surroundings() -> Surroundings {
        var entropy = SystemEntropy()
        return Surroundings(now: WallClock.now) { entropy.next() }
    }
}
