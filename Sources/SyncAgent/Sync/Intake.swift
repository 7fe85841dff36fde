import CausalCore
import Foundation
import RecordModel
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// Merges a stream of segments in small batches, and holds back those that wait for others.
///
/// What waits is tried again once the rest has come, so that the order in which feeds arrive does not
/// matter; what waits in vain is refused and comes again with the next sync.
struct Intake {
    /// The most segments that are held back in memory.
    private static let heldBackMax = 16

    private let inbox: SegmentInbox
    private let peer: Member
    private var batch: [Segment] = []
    private var heldBack: [Segment] = []
    /// Changes merged.
    private(set) var merged = 0
    /// Segments that brought something new.
    private(set) var progress = 0
    /// Scopes that segments were of.
    private(set) var scopes: Set<Scope> = []
    /// Feeds that were stopped, and why.
    private(set) var refusals: [WireSegmentRefusal] = []
    /// What was mended of this device's own feeds.
    private(set) var healings: [Healing] = []

    init(inbox: SegmentInbox, peer: Member) {
        self.inbox = inbox
        self.peer = peer
    }

    /// Takes one segment; merges once there are enough for a transaction.
    mutating func take(_ wire: WireSegment) async throws {
        let segment: Segment
        do { segment = try Segment(wire) } catch let error as WireError {
            refuse(wire, Refusal(.badSegment, error.description))
            return
        }
        scopes.insert(segment.scope)
        batch.append(segment)
        if SegmentBatch.isFull(batch) { try await merge() }
    }

    /// Merges what is left, and again what was held back for as long as that helps.
    mutating func finish() async throws {
        try await merge()
        var last = -1
        while !heldBack.isEmpty, progress != last {
            last = progress
            batch = heldBack
            heldBack = []
            try await merge()
        }
        for segment in heldBack {
            refuse(
                WireSegment.with {
                    $0.scope = segment.scope.text
                    $0.replica = .init(segment.replica.bytes)
                    $0.firstSeq = segment.firstSeq
                }, waitingInVain)
        }
        heldBack = []
    }

    private var waitingInVain: Refusal {
        Refusal(
            .waiting,
            "有变更要等其他设备的变更，下次同步再试。"
                + " Some changes wait for changes of other devices that have not come yet.")
    }

    private mutating func merge() async throws {
        let segments = batch
        batch = []
        guard !segments.isEmpty else { return }
        let receipts = try await inbox.receive(segments, from: peer)
        for (segment, receipt) in zip(segments, receipts) {
            switch receipt {
            case .merged(let changes):
                merged += changes
                progress += 1
            case .held: break
            case .healed(let healing):
                merged += healing.recovered
                progress += 1
                healings.append(healing)
            case .refused(let refusal) where refusal.code == .waiting:
                if heldBack.count < Self.heldBackMax {
                    heldBack.append(segment)
                } else {
                    refuse(segment, refusal)
                }
            case .refused(let refusal): refuse(segment, refusal)
            }
        }
    }

    private mutating func refuse(_ segment: Segment, _ refusal: Refusal) {
        refuse(
            WireSegment.with {
                $0.scope = segment.scope.text
                $0.replica = .init(segment.replica.bytes)
                $0.firstSeq = segment.firstSeq
            }, refusal)
    }

    private mutating func refuse(_ segment: WireSegment, _ refusal: Refusal) {
        // One word a feed is enough: what follows a refused segment is refused with it.
        guard
            !refusals.contains(where: {
                $0.replica == segment.replica && $0.scope == segment.scope
            })
        else { return }
        refusals.append(
            .with {
                $0.scope = segment.scope
                $0.replica = segment.replica
                $0.firstSeq = segment.firstSeq
                $0.refusal = refusal.wire
            })
    }
}
