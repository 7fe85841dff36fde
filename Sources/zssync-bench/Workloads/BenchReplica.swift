import CausalCore
import DeviceIdentity
import Foundation
import GRDB
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine
import SyncProtocol

/// A replica over a real file in a temporary directory, without network.
final class BenchReplica {
    let identity: ReplicaIdentity
    let directory: String
    private let file: ReplicaFile
    private var kinds = KindCatalogue()

    init(key: DeviceKey, roles: [Role], site: SiteID, hubPublicKey: [UInt8]) throws {
        identity = ReplicaIdentity(
            key: key, site: site, roles: roles, label: "bench", hubPublicKey: hubPublicKey)
        directory = NSTemporaryDirectory() + "zssync-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        file = try ReplicaFile.create(in: directory)
        try write { replica in
            for kind in KindCatalogue.standard.kinds { try replica.install(kind) }
            self.kinds = replica.kinds
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var member: Member {
        Member(
            device: identity.device.text, site: identity.site, roles: identity.roles,
            label: identity.label)
    }

    func write<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try file.write { db in
            let replica = self.replica(Store(db))
            let result = try work(replica)
            try replica.finish()
            return result
        }
    }

    func read<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try file.read { try work(replica(Store($0))) }
    }

    private func replica(_ store: Store) -> Replica {
        var entropy = SystemEntropy()
        return Replica(
            store: store, identity: identity, kinds: kinds,
            surroundings: Surroundings(now: 1_780_000_000_000) { entropy.next() })
    }

    /// Everything that this replica can hand over of its site scopes, in order, as messages.
    func segments() throws -> [WireSegment] {
        try write { replica in
            for scope in try replica.store.scopes() { try replica.signCheckpoints(in: scope) }
        }
        return try read { replica in
            try replica.store.scopes().flatMap { scope in
                try replica.plan(for: VersionVector(), in: scope).map {
                    try replica.segment($0).wire()
                }
            }
        }
    }

    /// Bytes of the database file, its log written back first.
    var fileBytes: Int {
        _ = try? file.writer?.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return attributes?[.size] as? Int ?? 0
    }
}
