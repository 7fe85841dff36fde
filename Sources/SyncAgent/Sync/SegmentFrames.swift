import Foundation
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// Planned segments as frames, each read from the replica when it is its turn to be sent.
struct SegmentFrames {
    private let host: ReplicaHost
    private var plans: ArraySlice<SegmentPlan>

    init(host: ReplicaHost, plans: ArraySlice<SegmentPlan>) {
        self.host = host
        self.plans = plans
    }

    /// The next frame and the count of changes in it; nil at the end.
    mutating func next() async throws -> (bytes: [UInt8], changes: Int)? {
        guard !plans.isEmpty else { return nil }
        let (frame, rest) = try await host.reading { [plans] replica in
            var rest = plans
            let frame = try replica.nextSegment(of: &rest).map { segment in
                let wire = try segment.wire()
                let bytes: [UInt8] = try WireFrame.with { $0.segment = wire }.serializedBytes()
                return (bytes: bytes, changes: segment.changes.count)
            }
            return (frame, rest)
        }
        plans = rest
        return frame
    }
}
