import SyncEngine
import SyncProtocol

/// Merges a stream of segments in small batches through the inbox that everybody shares.
struct Intake {
    private let host: ReplicaHost
    private let inbox: SegmentInbox
    private let peer: Member
    /// What has come of them.
    private(set) var segments = SegmentIntake()

    init(host: ReplicaHost, inbox: SegmentInbox, peer: Member) {
        self.host = host
        self.inbox = inbox
        self.peer = peer
    }

    /// Takes one segment; merges once there are enough for a transaction.
    mutating func take(_ wire: WireSegment) async throws {
        guard try await !host.reading({ [peer] in try $0.holds(wire, from: peer) }) else {
            return segments.noteHeld(wire)
        }
        if let batch = segments.take(wire) { try await merge(batch) }
    }

    /// Merges what is left, and again what was held back for as long as that helps.
    mutating func finish() async throws {
        while let batch = segments.next() { try await merge(batch) }
    }

    private mutating func merge(_ batch: [Segment]) async throws {
        segments.note(try await inbox.receive(batch, from: peer), of: batch)
    }
}
