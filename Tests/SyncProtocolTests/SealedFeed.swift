import CausalCore
import DeviceIdentity
import RecordModel
import SyncProtocol
import TestSupport

/// A feed sealed with fixed salts, and the places after each change.
struct SealedFeed {
    let key: DeviceKey
    let epoch: UInt64
    let scope: Scope
    let replica: ReplicaID
    let changes: [Change]
    private(set) var sealed: [SealedChange] = []
    private(set) var cursors: [FeedCursor] = []

    init(_ key: DeviceKey, epoch: UInt64, scope: Scope, _ changes: [Change]) throws {
        self.key = key
        self.epoch = epoch
        self.scope = scope
        replica = .of(publicKey: key.publicKey, epoch: epoch)
        self.changes = changes
        var cursor = FeedCursor(scope: scope, replica: replica)
        for change in changes {
            let salt = (0..<16).map { UInt8(truncatingIfNeeded: Int(change.dot.seq) * 16 + $0) }
            sealed.append(try cursor.seal(change, salt: salt))
            cursors.append(cursor)
        }
    }

    /// The bytes that the author signs after its last change.
    var checkpointBytes: [UInt8] {
        HashChain.checkpointBytes(
            scope: scope, replica: replica, seq: UInt64(changes.count),
            hash: cursors.last?.hash ?? [])
    }

    /// The whole feed as one segment; the bodies of the changes called `erased` left out.
    func segment(signature: [UInt8], erased: Set<UInt64> = []) -> Segment {
        Segment(
            scope: scope, replica: replica, epoch: epoch, device: key.device.text, firstSeq: 1,
            changes: zip(1..., sealed).map { seq, change in
                erased.contains(seq)
                    ? SealedChange(
                        header: change.header, content: .erased(digest: change.bodyDigest))
                    : change
            },
            checkpoint: Checkpoint(
                seq: UInt64(changes.count), hash: cursors.last?.hash ?? [], signature: signature))
    }
}
