public import DeviceIdentity
import Foundation
import GRDB
public import RecordModel
import ReplicaStore
public import SyncEngine
public import SyncProtocol

/// A deterministic source of chance (SplitMix64): equal seeds, equal runs.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts at `seed`.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A temporary directory that goes with the value that holds it.
public final class TemporaryDirectory: Sendable {
    /// The path.
    public let path: String

    /// Makes a new one.
    public init() throws {
        path = NSTemporaryDirectory() + "zs-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A real replica over a real SQLite file, driven without network or clock.
public final class TestReplica {
    /// Who it is.
    public let identity: ReplicaIdentity
    /// Where its file lies.
    public let directory: String
    /// The wall clock that it believes in.
    public var clock: Int64 = 1_780_000_000_000
    var file: ReplicaFile
    private var writer: ReplicaWriter<ReplicaFile>
    private var kinds = KindCatalogue()
    private var random: SeededGenerator

    /// Makes a replica for a device of `site` in a new file.
    public init(
        key: DeviceKey = DeviceKey(), site: String, roles: [Role], label: String,
        hubPublicKey: [UInt8], in directory: String, seed: UInt64 = 1
    ) throws {
        guard let site = SiteID(site) else { throw StoreError.noReplica(path: site) }
        identity = ReplicaIdentity(
            key: key, site: site, roles: roles, label: label, hubPublicKey: hubPublicKey)
        self.directory = directory + "/" + label
        random = SeededGenerator(seed: seed)
        try FileManager.default.createDirectory(
            atPath: self.directory, withIntermediateDirectories: true)
        file = try ReplicaFile.create(in: self.directory)
        writer = ReplicaWriter(file, identity: identity)
        try write { replica in
            for kind in KindCatalogue.standard.kinds { try replica.install(kind) }
        }
    }

    /// Runs `work` in one transaction.
    public func write<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try writer.write(kinds: kinds, surroundings: surroundings) { replica in
            let result = try work(replica)
            if replica.kindsMoved || kinds.kinds.isEmpty { kinds = replica.kinds }
            return result
        }
    }

    /// Runs `work` on one committed state.
    public func read<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try file.read { store in
            try work(
                Replica(
                    store: store, identity: identity, kinds: kinds, surroundings: surroundings))
        }
    }

    private var surroundings: Surroundings {
        Surroundings(now: clock) { [self] in random.next() }
    }

    /// Who others take it for.
    public var member: Member { identity.member }

    /// A copy of the disk as it is now, to be put back with ``restore(_:)``.
    public func image() throws -> String {
        let copy = directory + "-image-" + UUID().uuidString.prefix(6)
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try file.writer?.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [copy + "/" + ReplicaFile.name])
        }
        return copy
    }

    /// Puts a copy of the disk back, as an IT worker does.
    public func restore(_ image: String) throws {
        try writer.close()
        for name in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(
                atPath: directory + "/" + ReplicaFile.name + name)
        }
        try FileManager.default.copyItem(
            atPath: image + "/" + ReplicaFile.name, toPath: directory + "/" + ReplicaFile.name)
        file = try ReplicaFile.open(in: directory)
        writer = ReplicaWriter(file, identity: identity)
        // As a program that starts anew, it knows the kinds that its file says.
        kinds = try file.read { store in
            KindCatalogue(
                try store.storedKinds().map {
                    try KindReader.kind(source: $0.source, file: $0.name)
                })
        }
    }
}

// One test's, on one thread.
@available(*, unavailable)
extension TestReplica: Sendable {}

extension TestReplica {
    /// One sync with `peer`, the real messages and all, without a socket. Returns refusals, but for those
    /// of news that it brings along.
    @discardableResult
    public func sync(with peer: TestReplica, tellsNews: Bool = false) throws -> [Refusal] {
        var refusals: [Refusal] = []
        for replica in [self, peer] {
            try replica.write { one in
                for scope in try one.store.scopes() { try one.signCheckpoints(in: scope) }
            }
        }
        var (comparison, answer) = try compare(with: peer, tellsNews: tellsNews)
        if comparison.asksAgain(after: answer) {
            (comparison, answer) = try compare(with: peer, tellsNews: false)
        }
        var differences = try write {
            try $0.differences(answer, from: peer.member, to: comparison)
        }
        while !differences.toFetch.isEmpty {
            let fetched = try peer.segments(for: differences.toFetch, to: self)
            refusals += try receive(fetched, from: peer)
            try write {
                try $0.advance(
                    &differences, isComplete: true, progress: fetched.count, refusals: [],
                    from: peer.member)
            }
        }
        try write { one in
            for scope in try one.store.scopes() { try one.signCheckpoints(in: scope) }
        }
        let pushed = try segments(for: differences.toPush, to: peer)
        refusals += try peer.receive(pushed, from: self)
        try peer.write { try $0.settle($0.copiesDue(from: member, refused: [])) }
        for (one, other) in [(self, peer), (peer, self)] {
            let heads = try other.read { try $0.sharedHeads(with: one.member) }
            try one.write { for scope in heads { try $0.acknowledge(scope, by: other.member) } }
        }
        return refusals
    }

    private func compare(
        with peer: TestReplica, tellsNews: Bool
    ) throws -> (Comparison, WireFrontiersAnswer) {
        let comparison = try read { try $0.comparison(with: peer.member, tellsNews: tellsNews) }
        let news = try comparison.request.segments.map(Segment.init)
        _ = try peer.write {
            try $0.receive(
                news: news, digest: [UInt8](comparison.request.newsDigest), from: member)
        }
        return (
            comparison,
            try peer.read { try $0.answer(comparison.request, of: member, renew: false) }
        )
    }

    private func segments(for scopes: [ScopeHeads], to peer: TestReplica) throws -> [WireSegment] {
        try read { replica in
            try replica.segments(replica.plans(for: scopes, to: peer.member)).map { try $0.wire() }
        }
    }

    private func receive(_ segments: [WireSegment], from peer: TestReplica) throws -> [Refusal] {
        var refusals: [Refusal] = []
        for wire in segments {
            let segment = try Segment(wire)
            if case .refused(let refusal) = try write({ try $0.receive(segment, from: peer.member) }
            ) {
                refusals.append(refusal)
            }
        }
        return refusals
    }
}
