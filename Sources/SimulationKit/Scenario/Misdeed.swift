import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// What a dishonest device sends, under its own good certificate.
public enum Misdeed: String, CaseIterable, Codable, Sendable {
    /// A byte of a change is another than the one that was hashed.
    case alteredBody
    /// The signature is of something else.
    case wrongSignature
    /// A Lamport number that does not follow from what was seen.
    case forgedLamport
    /// A change that had seen what nobody ever wrote.
    case unknownContext
    /// A change in the scope of another village.
    case foreignScope
    /// A feed that begins with its second change.
    case missingStart
    /// A change without its body, of a record that nobody has erased.
    case missingBody
    /// Hundreds of segments that wait for what never comes.
    case flood

    /// Those that come by chance; the others come in scenes, so that what a seed drew once it draws still.
    static let byChance = allCases.filter { ![.missingBody, .flood].contains($0) }

    /// The segment that the device of `replica` makes up, at the end of what it wrote in its own scope.
    func segment(of replica: SimulatedReplica, at time: Int64) throws -> Segment {
        let key = replica.identity.key
        let scope: Scope = .site(
            self == .foreignScope ? Self.otherSite(than: replica) : replica.identity.site)
        let (feed, author) = try replica.read(at: time) { one in
            (try one.store.feed(scope, one.replicaID()), try one.replicaID())
        }
        var cursor =
            feed.map {
                FeedCursor(
                    scope: scope, replica: $0.replica, seq: $0.seq, lamport: $0.lamport,
                    hash: $0.hash, context: $0.context)
            } ?? FeedCursor(scope: scope, replica: author)
        var context = cursor.expectedContext
        if self == .unknownContext, let nobody = ReplicaID([UInt8](repeating: 7, count: 16)) {
            context[nobody] = 3
        }
        let firstSeq = cursor.seq + 1
        let body = try SealedBody(
            kind: "person", kindVersion: 1,
            mutations: [.set(field: "name", value: .text("伪"))], recordedAt: 0, actor: "nobody",
            reason: "", salt: [UInt8](repeating: 5, count: HashChain.saltBytes))
        let record = RecordID(millisecondsSince1970: 1, random: (UInt64(time), firstSeq))
        var sealed = try cursor.seal(
            body, record: record,
            lamport: cursor.lamport + (self == .forgedLamport ? 1_000_000 : 1), context: context)
        if self == .alteredBody, case .body(var salted) = sealed.content {
            salted[salted.count - 1] ^= 1
            sealed = SealedChange(header: sealed.header, content: .body(salted: salted))
        }
        if self == .missingBody {
            sealed = SealedChange(
                header: sealed.header, content: .erased(digest: sealed.bodyDigest))
        }
        let statement = HashChain.checkpointBytes(
            scope: scope, replica: author, seq: cursor.seq, hash: cursor.hash)
        return Segment(
            scope: scope, replica: author, epoch: try replica.read(at: time) { try $0.epoch() },
            device: replica.identity.device.text,
            firstSeq: isWithoutStart ? firstSeq + 1 : firstSeq, changes: [sealed],
            checkpoint: Checkpoint(
                seq: isWithoutStart ? cursor.seq + 1 : cursor.seq, hash: cursor.hash,
                signature: try key.sign(self == .wrongSignature ? [1, 2, 3] : statement)))
    }

    private var isWithoutStart: Bool { self == .missingStart || self == .flood }

    private static func otherSite(than replica: SimulatedReplica) -> SiteID {
        // Of a town of its own, so that no reviewer may write there.
        replica.identity.site == City.site(200) ? City.site(220) : City.site(200)
    }
}

extension Simulation {
    /// I9: the hub refuses what a dishonest device sends and keeps nothing of it. That the feeds of all
    /// others go on is seen at the end, where everybody must converge.
    func send(_ misdeed: Misdeed, by replica: SimulatedReplica) throws {
        guard world.hub.isUp else { return }
        let segment = try misdeed.segment(of: replica, at: now)
        let heads = { try self.world.hub.read(at: self.now) { try $0.heads(of: segment.scope) } }
        let before = try heads()
        if misdeed == .flood { try flood(with: segment, by: replica) }
        let receipt = try transact(world.hub) { try $0.receive(segment, from: replica.member) }
        guard case .refused = receipt, try heads() == before else {
            throw Violation(
                invariant: .containedAuthors, what: "the hub took \(misdeed.rawValue): \(receipt)")
        }
    }

    /// One push of very many segments, as the hub takes it in: I11.
    private func flood(with segment: Segment, by replica: SimulatedReplica) throws {
        let frame =
            try WireFrame.with { $0.segment = try segment.wire() }.serializedBytes() as [UInt8]
        let frames = [[UInt8]](repeating: frame, count: 2 * SegmentIntake.heldMax)
        _ = try merge(frames, at: world.hub, from: replica.member)
    }
}
