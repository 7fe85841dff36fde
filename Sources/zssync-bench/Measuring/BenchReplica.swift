import CausalCore
import DeviceIdentity
import Foundation
import GRDB
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncAgent
import SyncEngine
import SyncProtocol

/// A replica over a real file in a temporary directory, without network. It may write everywhere.
final class BenchReplica {
    struct Refused: Error { let refusal: Refusal }

    let identity: ReplicaIdentity
    private let directory: String
    private let file: ReplicaFile
    private let writer: ReplicaWriter<ReplicaFile>
    private var kinds = KindCatalogue()

    /// The replica of `key`; `hub` is the key of the hub that knows all others.
    init(_ key: DeviceKey, label: String, hub: DeviceKey) throws {
        identity = ReplicaIdentity(
            key: key, site: .hub, roles: [.hub], label: label, hubPublicKey: hub.publicKey)
        directory = NSTemporaryDirectory() + "zssync-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        file = try ReplicaFile.create(in: directory)
        writer = ReplicaWriter(file, identity: identity)
        try write { replica in
            for kind in KindCatalogue.standard.kinds { try replica.install(kind) }
            self.kinds = replica.kinds
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var member: Member { identity.member }

    func write<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try writer.write(kinds: kinds, surroundings: Self.surroundings(), work)
    }

    func read<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try file.read { store in
            try work(
                Replica(
                    store: store, identity: identity, kinds: kinds,
                    surroundings: Self.surroundings()))
        }
    }

    private static func surroundings() -> Surroundings {
        var entropy = SystemEntropy()
        return Surroundings(now: 1_780_000_000_000) { entropy.next() }
    }

    /// Saves new records, all in one transaction.
    func add(_ rows: some Sequence<SampleInput>, kind: Kind) throws {
        try write { replica in
            for row in rows {
                try replica.add(
                    Draft(
                        kind: kind.name, record: row.id, site: row.site, values: row.values,
                        actor: identity.label, origin: .imported))
            }
        }
    }

    /// Saves one edit of each row, all in one transaction.
    func edit(
        _ rows: some Sequence<SampleInput>, kind: Kind, _ values: (SampleInput) -> [String: Value]
    ) throws {
        try write { replica in
            for row in rows {
                guard let place = try replica.store.place(of: row.id, among: kinds) else {
                    throw NotMeasured(what: "no record " + row.id.text, found: 0)
                }
                try replica.edit(
                    Draft(kind: kind.name, values: values(row), actor: identity.label),
                    of: place, row.id)
            }
        }
    }

    /// What this replica holds and one that holds `heads` lacks, in order, as messages.
    func messages(beyond heads: [Scope: VersionVector] = [:]) throws -> [[UInt8]] {
        try sign()
        return try read { replica in
            try replica.store.scopes().flatMap { scope in
                try replica.segments(replica.plan(for: heads[scope] ?? VersionVector(), in: scope))
                    .map { try $0.wire().serializedBytes() }
            }
        }
    }

    /// Signs what this replica wrote.
    func sign() throws {
        try write { replica in
            for scope in try replica.store.scopes() { try replica.signCheckpoints(in: scope) }
        }
    }

    /// What this replica holds of each scope.
    func heads() throws -> [Scope: VersionVector] {
        try read { replica in
            var heads: [Scope: VersionVector] = [:]
            for scope in try replica.store.scopes() {
                heads[scope] = try replica.heads(of: scope).vector
            }
            return heads
        }
    }

    /// Decodes, checks and merges messages, a few a transaction, as a node does.
    func receive(_ messages: [[UInt8]], from peer: Member) throws {
        var batch: [Segment] = []
        for message in messages {
            let wire = try WireSegment(serializedBytes: message)
            if try read({ try $0.holds(wire, from: peer) }) { continue }
            batch.append(try Segment(wire))
            if SegmentBatch.isFull(batch) {
                try merge(batch, from: peer)
                batch = []
            }
        }
        try merge(batch, from: peer)
    }

    private func merge(_ segments: [Segment], from peer: Member) throws {
        try write { replica in
            for segment in segments {
                if case .refused(let refusal) = try replica.receive(segment, from: peer) {
                    throw Refused(refusal: refusal)
                }
            }
        }
    }

    /// The report of all open conflicts, as `zssync conflicts` makes it.
    func reports() throws -> [ConflictReport] {
        try read { replica in
            try replica.store.conflicts(onlyOpen: true).filter { $0.conflictClass != .soft }
                .flatMap { try replica.reports($0, open: true, resolved: false) }
        }
    }

    /// Bytes of the database file, its log written back first.
    var fileBytes: Int {
        _ = try? file.writer?.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return attributes?[.size] as? Int ?? 0
    }
}
