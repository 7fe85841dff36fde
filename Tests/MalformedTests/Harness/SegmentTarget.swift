import CausalCore
import Foundation
import RecordModel
import SwiftProtobuf
import SyncProtocol

/// The bytes as a batch, compressed as an author would; and as a compressed stream, behind its length
/// once inflated in three bytes.
enum SegmentTarget {
    static func run(_ bytes: [UInt8]) throws {
        let packed = try Law.certain("compressing") { try Deflate.compress(bytes) }
        try Law.holds(try inflated(packed, bytes.count) == bytes, "a batch comes back as it was")
        try checkBatch(packed, plain: bytes)
        var script = ByteScript(bytes)
        let count = Int(script.byte()) | Int(script.byte()) << 8 | Int(script.byte()) << 16
        let stream = script.everything()
        let read = try Law.typed(WireError.self, "inflating") { try inflated(stream, count) }
        guard let plain = read else { return }
        try Law.holds(plain.count == count, "a stream has the length that was said")
        try checkBatch(stream, plain: plain)
    }

    private static func inflated(_ packed: [UInt8], _ count: Int) throws -> [UInt8] {
        try packed.withUnsafeBytes { try Deflate.inflate($0, plainCount: count) }
    }

    private static func checkBatch(_ packed: [UInt8], plain: [UInt8]) throws {
        let reference = try? WireChangeBatch(serializedBytes: plain)
        let count = reference?.headers.count ?? Int(plain.first ?? 1)
        let wire = WireSegment.with {
            $0.scope = "site/442000001001"
            $0.replica = Data(ChangeTarget.author.bytes)
            $0.firstSeq = 8
            $0.count = UInt32(count)
            $0.plainBytes = UInt32(plain.count)
            $0.batch = Data(packed)
            $0.checkpoint = .with {
                $0.seq = 7 + UInt64(count)
                $0.hash = Data(repeating: 1, count: HashChain.hashBytes)
                $0.signature = Data(repeating: 1, count: 64)
            }
        }
        guard let segment = try Law.typed(WireError.self, "a segment", { try Segment(wire) })
        else { return }
        guard let reference else { throw BrokenLaw("SwiftProtobuf reads every batch too") }
        try Law.holds(
            segment.changes.map(\.header) == reference.headers.map { [UInt8]($0) },
            "both read the same headers")
        let again = try Law.certain("a segment, again") { try Segment(segment.wire()) }
        try Law.holds(again == segment, "a segment comes back as it was")
        var cursor = ChangeTarget.cursor
        for change in segment.changes {
            guard try Law.typed(WireError.self, "a change", { try cursor.open(change) }) != nil
            else { return }
        }
        try Law.holds(cursor.seq == segment.checkpoint.seq, "every change was passed")
    }
}
