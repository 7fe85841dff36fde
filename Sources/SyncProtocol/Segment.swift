public import CausalCore
public import RecordModel
import Foundation
import SwiftProtobuf

/// The author's word for its feed up to one change.
public struct Checkpoint: Hashable, Sendable {
    /// The change.
    public let seq: UInt64
    /// Its chain hash; empty where the receiver has to work it out.
    public let hash: HashBytes
    /// The author's signature over ``HashChain/checkpointBytes(scope:replica:seq:hash:)``: 64 bytes.
    public let signature: [UInt8]

    /// Makes a checkpoint of its parts.
    public init(seq: UInt64, hash: HashBytes, signature: [UInt8]) {
        self.seq = seq
        self.hash = hash
        self.signature = signature
    }
}

/// Consecutive changes of one feed, up to a checkpoint.
public struct Segment: Hashable, Sendable {
    /// The feed's scope.
    public let scope: Scope
    /// The feed's author.
    public let replica: ReplicaID
    /// The epoch of the author's device that the author is.
    public var epoch: UInt64
    /// The author's device id; empty, with ``epoch`` 0, for whoever knows the feed already.
    public var device: String
    /// The first change's place in the feed.
    public let firstSeq: UInt64
    /// The changes, in order.
    public let changes: [SealedChange]
    /// The author's word for the last of them.
    public let checkpoint: Checkpoint

    /// Makes a segment of its parts.
    public init(
        scope: Scope, replica: ReplicaID, epoch: UInt64, device: String, firstSeq: UInt64,
        changes: [SealedChange], checkpoint: Checkpoint
    ) {
        self.scope = scope
        self.replica = replica
        self.epoch = epoch
        self.device = device
        self.firstSeq = firstSeq
        self.changes = changes
        self.checkpoint = checkpoint
    }

    /// Bytes of the headers, salts and bodies, by which a segment is bounded.
    public var plainBytes: Int { changes.reduce(0) { $0 + $1.byteCount } }

    /// A segment that begins as this one does and holds `changes`, the last of which `checkpoint` covers.
    public func holding(_ changes: [SealedChange], upTo checkpoint: Checkpoint) -> Segment {
        Segment(
            scope: scope, replica: replica, epoch: epoch, device: device, firstSeq: firstSeq,
            changes: changes, checkpoint: checkpoint)
    }

    /// The message that carries the segment, compressed once; `pack` may know what it comes to.
    public func wire(
        packing pack: ([SealedChange]) throws -> PackedBatch = PackedBatch.init
    ) throws -> WireSegment {
        let batch = try pack(changes)
        return .with {
            $0.scope = scope.text
            $0.replica = .init(replica.bytes)
            $0.epoch = epoch
            $0.device = device
            $0.firstSeq = firstSeq
            $0.count = UInt32(changes.count)
            $0.checkpoint = .with {
                $0.seq = checkpoint.seq
                $0.hash = .init(checkpoint.hash)
                $0.signature = .init(checkpoint.signature)
            }
            $0.plainBytes = UInt32(batch.plainCount)
            $0.batch = .init(batch.bytes)
        }
    }

    /// The message without the hash that the receiver works out anyway, for where little is sent; whoever
    /// holds the segment already cannot tell before it has.
    public func wireWithoutHash() throws -> WireSegment {
        var wire = try wire()
        wire.checkpoint.hash = .init()
        return wire
    }

    /// Reads a message: sizes first, then the batch.
    public init(_ wire: WireSegment) throws {
        guard let scope = Scope(wire.scope), let replica = ReplicaID(wire.replica) else {
            throw WireError.malformed("feed")
        }
        guard wire.count <= Limits.segmentChangesMax else {
            throw WireError.tooLarge(what: "segment", limit: Limits.segmentChangesMax)
        }
        guard wire.firstSeq >= 1, wire.firstSeq < Limits.counterMax, wire.count >= 1,
            wire.checkpoint.seq == wire.firstSeq + UInt64(wire.count) - 1,
            [0, HashChain.hashBytes].contains(wire.checkpoint.hash.count),
            wire.checkpoint.signature.count == HashChain.signatureBytes,
            wire.device.utf8.count <= 64
        else { throw WireError.malformed("segment") }
        let plain = try wire.batch.withUnsafeBytes {
            try Deflate.inflate($0, plainCount: Int(wire.plainBytes))
        }
        let changes = try plain.withUnsafeBytes { plain in
            var reader = ProtobufReader(plain, what: "batch")
            return try reader.batch(count: Int(wire.count))
        }
        self.init(
            scope: scope, replica: replica, epoch: wire.epoch, device: wire.device,
            firstSeq: wire.firstSeq, changes: changes,
            checkpoint: Checkpoint(
                seq: wire.checkpoint.seq, hash: [UInt8](wire.checkpoint.hash),
                signature: [UInt8](wire.checkpoint.signature)))
    }
}
