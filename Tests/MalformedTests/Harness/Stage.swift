import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// A replica in memory.
final class StagedReplica {
    let identity: ReplicaIdentity
    let file: ReplicaFile
    private let writer: ReplicaWriter<ReplicaFile>
    private(set) var kinds: KindCatalogue
    private let chance = Chance()

    init(_ identity: ReplicaIdentity, copying original: ReplicaFile?, kinds: KindCatalogue) throws {
        self.identity = identity
        self.kinds = kinds
        file = try ReplicaFile.inMemory(copying: original)
        writer = ReplicaWriter(file, identity: identity)
    }

    var member: Member { identity.member }

    func write<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try writer.write(kinds: kinds, surroundings: surroundings) { replica in
            let result = try work(replica)
            kinds = replica.kinds
            return result
        }
    }

    func read<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try file.read { store in
            try work(
                Replica(
                    store: store, identity: identity, kinds: kinds, surroundings: surroundings))
        }
    }

    private var surroundings: Surroundings {
        // Not this replica itself: the writer keeps them, and would keep itself.
        Surroundings(now: 1_780_000_000_000) { [chance] in chance.next() }
    }

    private final class Chance {
        private var drawn: UInt64 = 0

        func next() -> UInt64 {
            drawn += 1
            return drawn &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// Brings `peer` what it lacks; returns what it refuses.
    func push(to peer: StagedReplica) throws -> [Refusal] {
        try write { one in
            for scope in try one.store.scopes() { try one.signCheckpoints(in: scope) }
        }
        let theirs = try peer.read { try $0.sharedHeads(with: self.member) }
        let segments = try read { one in
            let missing = try one.sharedHeads(with: peer.member).map(\.scope)
                .filter { scope in !theirs.contains { $0.scope == scope } }
                .map { scope in try ScopeHeads(.with { $0.scope = scope.text }) }
            return try one.plans(for: theirs + missing, to: peer.member)
                .map { try one.segment($0).wire() }
        }
        var intake = SegmentIntake()
        for segment in segments {
            if let batch = intake.take(segment) { try peer.receive(batch, from: member, &intake) }
        }
        while let batch = intake.next() { try peer.receive(batch, from: member, &intake) }
        return intake.refusals.map { Refusal($0.refusal) }
    }

    /// Merges a batch in one transaction, as after a push.
    func receive(_ batch: [Segment], from peer: Member, _ intake: inout SegmentIntake) throws {
        let receipts = try write { one in try batch.map { try one.receive($0, from: peer) } }
        intake.note(receipts, of: batch)
    }
}

// One run's, on one thread.
@available(*, unavailable)
extension StagedReplica: Sendable {}

/// What every session begins with: a hub, an honest device whose feed the hub has not seen yet, and one
/// whose key the bytes have.
struct Stage {
    /// The site of both devices.
    static let site = "442000001001"

    let hub: StagedReplica
    let honest: StagedReplica
    /// A replica that holds nothing but knows the kinds.
    let empty: StagedReplica
    let attacker: DeviceKey
    let attackerMember: Member

    init() throws {
        let keys = try (1...3).map { try DeviceKey(rawBytes: [UInt8](repeating: $0, count: 32)) }
        let identities = try zip(keys, ["hub", Self.site, Self.site]).map { key, name in
            guard let site = SiteID(name) else { throw BrokenLaw("\(name) is a site") }
            return ReplicaIdentity(
                key: key, site: site, roles: name == "hub" ? [.hub] : [.clerk], label: name,
                hubPublicKey: keys[0].publicKey)
        }
        attacker = keys[2]
        attackerMember = identities[2].member
        empty = try StagedReplica(identities[0], copying: nil, kinds: KindCatalogue())
        try empty.write { for kind in Sampled.kinds { try $0.install(kind) } }
        hub = try StagedReplica(identities[0], copying: empty.file, kinds: empty.kinds)
        honest = try StagedReplica(identities[1], copying: empty.file, kinds: empty.kinds)
        let authority = try CertificateAuthority(name: "staged", secondsSince1970: 1_780_000_000)
        for identity in identities {
            let certificate = try authority.issue(
                CertificateRequest(key: identity.key), site: identity.site, roles: identity.roles,
                label: identity.label, secondsSince1970: 1_780_000_000)
            try hub.write { try $0.register(certificate) }
        }
        _ = try hub.push(to: honest)
        try honest.write { replica in
            for values in Self.written {
                try replica.add(Draft(kind: "specimen", values: values, actor: "clerk"))
            }
        }
    }

    /// What the honest device has to say.
    private static let written: [[String: Value]] = [
        ["title": .text("甲"), "tags": .list([.text("一")]), "total": .integer(2)],
        ["title": .text("乙"), "seen_at": .text("2026-06-01T09:30:00+08:00")],
    ]

    /// A hub and an honest device of one run.
    func copy() throws -> (hub: StagedReplica, honest: StagedReplica) {
        (
            try StagedReplica(hub.identity, copying: hub.file, kinds: hub.kinds),
            try StagedReplica(honest.identity, copying: honest.file, kinds: honest.kinds)
        )
    }

    // Made once, then only copied.
    nonisolated(unsafe) static let shared: Stage = {
        do { return try Stage() } catch { preconditionFailure("the stage: \(error)") }
    }()
}

@available(*, unavailable)
extension Stage: Sendable {}
