public import CausalCore
import DeviceIdentity
public import RecordModel
import ReplicaStore
public import SyncProtocol

/// One segment to be sent: which changes, not yet read.
public struct SegmentPlan: Hashable, Sendable {
    /// The feed's scope.
    public let scope: Scope
    /// The feed's author.
    public let replica: ReplicaID
    /// The feed's number in this file.
    let feed: Int64
    /// The first change.
    public let firstSeq: UInt64
    /// The last, which a checkpoint covers.
    public let lastSeq: UInt64
    /// The last change's Lamport number.
    let lamport: UInt64

    /// How many changes.
    public var count: Int { Int(lastSeq - firstSeq + 1) }

    /// Whether this begins where a segment that begins with `plan` ends, at `seq`, and is not too much for it.
    func continues(_ plan: SegmentPlan, after seq: UInt64) -> Bool {
        scope == plan.scope && feed == plan.feed && firstSeq == seq + 1
            && Int(lastSeq - plan.firstSeq) < Limits.segmentChangesMax
    }
}

extension Replica {
    /// Signs the own feeds up to their heads, at every place where a segment will end.
    ///
    /// Only the author can, so this comes before anything of it is sent; relays keep the checkpoints.
    public func signCheckpoints(in scope: Scope) throws {
        for feed in try store.feeds(in: scope) where feed.device == identity.device.text {
            guard ReplicaID.of(publicKey: identity.key.publicKey, epoch: feed.epoch) == feed.replica
            else { continue }
            var covered = try store.lastCheckpoint(of: feed.number)
            while covered < feed.seq {
                let entries = try store.entries(
                    of: feed.number, from: covered + 1, limit: Limits.segmentChangesMax)
                var bytes = 0
                var last: LogEntry?
                for logged in entries {
                    bytes += logged.entry.header.count + (logged.entry.body?.count ?? 0)
                    if last != nil, bytes > Limits.segmentPlainBytes { break }
                    last = logged.entry
                }
                guard let last else { throw EngineError.damaged("feed \(feed.replica)") }
                let signature = try identity.key.sign(
                    HashChain.checkpointBytes(
                        scope: scope, replica: feed.replica, seq: last.seq, hash: last.hash))
                try store.keepCheckpoint(of: feed.number, at: last.seq, signature: signature)
                covered = last.seq
            }
        }
    }

    /// Whether anything of the own feeds in `scope` is not signed yet.
    public func needsCheckpoints(in scope: Scope) throws -> Bool {
        try store.feeds(in: scope).contains {
            try $0.device == identity.device.text
                && store.lastCheckpoint(of: $0.number) < $0.seq
        }
    }

    /// What `peer`, holding `theirs` of `scope`, lacks and this replica can vouch for, in the order
    /// in which it can be applied: the first `atMost`, of which there may be as many as there are changes.
    public func plan(
        for theirs: VersionVector, in scope: Scope, atMost: Int = .max
    ) throws -> [SegmentPlan] {
        var plans: [SegmentPlan] = []
        for feed in try store.feeds(in: scope) {
            var held = theirs[feed.replica]
            #if PLANTED_BUGS
                if PlantedBug.active == .resumesTooLate, held > 0 { held += 1 }
            #endif
            // The first of all are among the first of each feed.
            let before = plans.count
            while held < feed.seq, plans.count - before < atMost,
                let checkpoint = try store.checkpoint(of: feed.number, from: held + 1)
            {
                plans.append(
                    SegmentPlan(
                        scope: scope, replica: feed.replica, feed: feed.number,
                        firstSeq: held + 1, lastSeq: checkpoint.seq,
                        lamport: try store.lamport(of: feed.number, at: checkpoint.seq) ?? 0))
                held = checkpoint.seq
            }
        }
        plans.sort { ($0.lamport, $0.replica) < ($1.lamport, $1.replica) }
        return Array(plans.prefix(atMost))
    }

    /// Reads the next segment of `plans` and takes what is in it out of them; nil at their end.
    ///
    /// Plans of one feed that follow each other become one segment, up to the bounds of one: a village that
    /// syncs after every save has as many checkpoints as changes, and each segment costs its receiver a
    /// signature to verify and both some compression.
    ///
    /// Whoever gets two plans in one segment can only pass them on in one. So they are joined only where the
    /// second needs nothing of other feeds that the first did not: or two feeds whose authors saw each other in
    /// turns could come to lie, each in one piece, at somebody from whom nobody new could take either first.
    public func nextSegment(of plans: inout ArraySlice<SegmentPlan>) throws -> Segment? {
        guard let plan = plans.popFirst() else { return nil }
        let first = try segment(plan)
        var (changes, checkpoint, bytes) = (first.changes, first.checkpoint, first.plainBytes)
        while let next = plans.first, next.continues(plan, after: checkpoint.seq) {
            let more = try segment(next)
            bytes += more.plainBytes
            guard bytes <= Limits.segmentPlainBytes, try joins(more) else { break }
            changes += more.changes
            checkpoint = more.checkpoint
            plans.removeFirst()
        }
        return first.holding(changes, upTo: checkpoint)
    }

    private func joins(_ next: Segment) throws -> Bool {
        #if PLANTED_BUGS
            if PlantedBug.active == .joinsAcross { return true }
        #endif
        return try !next.changes.contains {
            try FeedCursor.saysOfOthers($0.header, in: next.replica)
        }
    }

    /// Reads all segments of `plans`: see ``nextSegment(of:)``.
    public func segments(_ plans: [SegmentPlan]) throws -> [Segment] {
        var rest = plans[...]
        var segments: [Segment] = []
        while let segment = try nextSegment(of: &rest) { segments.append(segment) }
        return segments
    }

    /// Reads the segment that `plan` says.
    public func segment(_ plan: SegmentPlan) throws -> Segment {
        guard let feed = try store.feed(plan.scope, plan.replica),
            let checkpoint = try store.checkpoint(of: feed.number, from: plan.lastSeq),
            checkpoint.seq == plan.lastSeq
        else { throw EngineError.damaged("segment of \(plan.replica)") }
        let entries = try store.entries(
            of: feed.number, from: plan.firstSeq, limit: plan.count)
        guard entries.count == plan.count, let last = entries.last else {
            throw EngineError.damaged("segment of \(plan.replica)")
        }
        // Whoever holds the feed's beginning knows whose it is.
        let isBegun = plan.firstSeq > 1
        return Segment(
            scope: plan.scope, replica: plan.replica, epoch: isBegun ? 0 : feed.epoch,
            device: isBegun ? "" : feed.device,
            firstSeq: plan.firstSeq, changes: entries.map { SealedChange($0.entry) },
            checkpoint: Checkpoint(
                seq: plan.lastSeq, hash: last.entry.hash, signature: checkpoint.signature))
    }
}
