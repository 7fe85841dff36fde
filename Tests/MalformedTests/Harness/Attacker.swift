import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// A device that says what foreign bytes tell it to, and says it well: numbered, hashed and signed, so
/// that what it says is looked at.
struct Attacker {
    private let key: DeviceKey
    private let hub: StagedReplica
    private var cursors: [String: FeedCursor] = [:]

    init(key: DeviceKey, hub: StagedReplica) {
        self.key = key
        self.hub = hub
    }

    /// The scopes that it may try, the last ones in vain.
    static let scopes = [
        "site/\(Stage.site)", "site/\(Stage.site)", "public/\(Stage.site)", "control",
        "site/442000100002", "public/442000100002",
    ].compactMap(Scope.init)

    /// The next segment.
    mutating func segment(_ script: inout ByteScript) throws -> Segment {
        let scope = Self.scopes[script.below(Self.scopes.count)]
        let epoch: UInt64 = [1, 1, 1, 2, 1 << 63, .max][script.below(6)]
        let replica = ReplicaID.of(publicKey: key.publicKey, epoch: epoch)
        let name = "\(scope) \(epoch)"
        var cursor = cursors[name] ?? FeedCursor(scope: scope, replica: replica)
        let first = cursor.seq + 1
        var sealed: [SealedChange] = []
        for _ in 0...script.below(4) {
            let change = try self.sealed(after: cursor, &script)
            sealed.append(change)
            // What cannot be opened is sent all the same, once.
            guard (try? cursor.open(change)) != nil else { break }
        }
        cursors[name] = cursor
        let last = first + UInt64(sealed.count) - 1
        let statement = HashChain.checkpointBytes(
            scope: scope, replica: replica, seq: last, hash: cursor.hash)
        return Segment(
            scope: scope, replica: replica, epoch: epoch, device: key.device.text, firstSeq: first,
            changes: sealed,
            checkpoint: Checkpoint(seq: last, hash: cursor.hash, signature: try key.sign(statement))
        )
    }

    private func sealed(
        after cursor: FeedCursor, _ script: inout ByteScript
    ) throws -> SealedChange {
        var context = cursor.expectedContext
        if script.flag() {
            let frontier = try hub.read { try $0.store.frontier(of: cursor.scope) }
            // All that the hub holds, a part of it, or less than before.
            for entry in frontier.entries where entry.replica != cursor.replica && script.flag() {
                context[entry.replica] = script.flag() ? entry.seq : entry.seq / 2
            }
            if script.flag() { context[cursor.replica] = cursor.seq / 2 }
        }
        var header = WireChangeHeader()
        header.record = Data(RecordID(high: 1_780, low: UInt64(script.below(5))).bytes)
        header.lamportGap = try lamport(after: cursor, context) - cursor.lamport - 1
        let expected = cursor.expectedContext
        let replicas = Set(context.entries.map(\.replica) + expected.entries.map(\.replica))
        header.context = replicas.sorted().filter { context[$0] != expected[$0] }.map { replica in
            .with {
                $0.replica = Data(replica.bytes)
                $0.seq = context[replica]
            }
        }
        var headerBytes: [UInt8] = try header.serializedBytes()
        var body = try MadeUpBody.bytes(&script)
        switch script.byte() {
        case 250...: headerBytes = script.chunk()
        case 240...: return SealedChange(header: headerBytes, content: .erased(digest: cursor.hash))
        case 200..<220:
            header.rewritten = true
            headerBytes = try header.serializedBytes()
        case 220...:
            for _ in 0...script.below(3) where !body.isEmpty {
                body[Int(script.byte()) % body.count] = script.byte()
            }
        default: break
        }
        return SealedChange(
            header: headerBytes, content: .body(salted: ChangeTarget.salt + body))
    }

    /// One more than the highest among what was seen, or the change would be refused for that.
    private func lamport(after cursor: FeedCursor, _ context: VersionVector) throws -> UInt64 {
        try hub.read { replica in
            let others = context.entries.filter { $0.replica != cursor.replica }
            let numbers = try others.compactMap { entry in
                try replica.store.feed(cursor.scope, entry.replica).flatMap {
                    try replica.store.lamport(of: $0.number, at: entry.seq)
                }
            }
            return max(cursor.lamport, numbers.max() ?? 0) + 1
        }
    }
}
