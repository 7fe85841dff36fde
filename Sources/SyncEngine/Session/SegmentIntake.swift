import CausalCore
import Foundation
public import RecordModel
import SwiftProtobuf
public import SyncProtocol

/// What has come of a stream of segments: which are to be merged next, which wait for others.
///
/// What waits is tried again once the rest has come, so that the order in which feeds arrive does not
/// matter; what waits in vain is refused and comes again with the next sync. Merging itself is the
/// caller's: a batch that this gives out goes through ``Replica/receive(_:from:)`` in one transaction,
/// and what came of it back through ``note(_:of:)`` after the commit.
public struct SegmentIntake: Sendable {
    /// The most segments that are held back in memory.
    public static let heldBackMax = 16
    /// The most refusals that are kept and told: a stream of bad segments need not end.
    public static let refusalsMax = 1_000

    /// Changes merged.
    public private(set) var merged = 0
    /// Segments that brought something new.
    public private(set) var progress = 0
    /// Scopes that segments were of.
    public private(set) var scopes: Set<Scope> = []
    /// Feeds that were stopped, and why.
    public private(set) var refusals: [WireSegmentRefusal] = []
    /// The scopes of the feeds that were stopped.
    public var refusedScopes: Set<Scope> { Set(refusals.compactMap { Scope($0.scope) }) }
    /// What was mended of this device's own feeds.
    public private(set) var healings: [Healing] = []

    /// Segments in memory: those of the next batch, and those that wait.
    public var heldCount: Int { batch.count + heldBack.count }
    /// The most that there can be.
    public static let heldMax = heldBackMax + SegmentBatch.segmentsMax

    private var batch: [Segment] = []
    private var heldBack: [Segment] = []
    private var progressBefore = -1

    /// An intake of nothing yet.
    public init() {}

    /// Takes one segment; returns a batch where there are enough for a transaction.
    public mutating func take(_ wire: WireSegment) -> [Segment]? {
        let segment: Segment
        do { segment = try Segment(wire) } catch {
            let reason = error as? WireError ?? .malformed("segment")
            refuse(wire, Refusal(.badSegment, reason.description))
            return nil
        }
        note(segment.scope)
        batch.append(segment)
        return SegmentBatch.isFull(batch) ? rest() : nil
    }

    /// Notes a segment that is held already, as ``Replica/holds(_:from:)`` says: nothing of it is read.
    public mutating func noteHeld(_ wire: WireSegment) {
        if let scope = Scope(wire.scope) { note(scope) }
    }

    private mutating func note(_ scope: Scope) {
        if scopes.count < Limits.scopesMax { scopes.insert(scope) }
    }

    /// What is left for a last batch; after that what was held back, again for as long as that helps;
    /// nil at the end, when the rest has waited in vain.
    public mutating func next() -> [Segment]? {
        if !batch.isEmpty { return rest() }
        if !heldBack.isEmpty, progress != progressBefore {
            progressBefore = progress
            defer { heldBack = [] }
            return heldBack
        }
        for segment in heldBack { refuse(segment, Self.waitingInVain) }
        heldBack = []
        return nil
    }

    /// Notes what came of a batch.
    public mutating func note(_ receipts: [Receipt], of segments: [Segment]) {
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
            case .refused(let refusal)
            where refusal.code == .waiting && holdsBack:
                heldBack.append(segment)
            case .refused(let refusal): refuse(segment, refusal)
            }
        }
    }

    private var holdsBack: Bool {
        #if PLANTED_BUGS
            if PlantedBug.active == .holdsBackAll { return true }
        #endif
        return heldBack.count < Self.heldBackMax
    }

    private mutating func rest() -> [Segment] {
        defer { batch = [] }
        return batch
    }

    private static let waitingInVain = Refusal(
        .waiting,
        "有变更要等其他设备的变更，下次同步再试。"
            + " Some changes wait for changes of other devices that have not come yet.")

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
        guard refusals.count < Self.refusalsMax,
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
