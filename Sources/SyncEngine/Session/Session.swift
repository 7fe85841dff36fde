import CausalCore
import DeviceIdentity
public import RecordModel
import ReplicaStore
import SwiftProtobuf
public import SyncProtocol

/// What a dialing replica found out from a peer's frontiers.
public struct Differences: Hashable, Sendable {
    /// What to ask for: the scopes in which the peer is ahead, as held here.
    public var toFetch: [ScopeHeads] = []
    /// What the peer holds of the scopes in which this replica may be ahead.
    public var toPush: [ScopeHeads] = []
    /// Feeds in which the peer holds another branch than this replica.
    public var forks: [String] = []
    /// Scopes in which both hold the same changes and yet other records: see ``Replica/compare(_:with:)``.
    public var apart: [Scope] = []
    /// The last cut of this replica's log when `toFetch` was drawn up; 0 where there never was one.
    var cut: Int64 = 0

    /// None.
    public init() {}
}

extension Replica {
    /// What to fetch and what to push, from what the peer answered; notes what it holds durably. Not of an
    /// answer after which to ask again.
    public func differences(
        _ answer: WireFrontiersAnswer, from peer: Member, to comparison: Comparison
    ) throws -> Differences {
        var differences = Differences()
        differences.cut = try store.lastCut()
        try compare(answer, from: peer, to: comparison, into: &differences)
        if differences.toFetch.isEmpty, peer.isHub { try writeAnew(in: &differences) }
        return differences
    }

    private func compare(
        _ answer: WireFrontiersAnswer, from peer: Member, to comparison: Comparison,
        into differences: inout Differences
    ) throws {
        let theirs = try answer.frontiers.map(ScopeHeads.init)
        let named = Set(theirs.map(\.scope))
        let said = Set(comparison.said.map(\.scope))
        for heads in theirs {
            guard mayShare(heads.scope, with: peer) else { throw Refusal.scope(heads.scope) }
            try compare(heads, with: peer, wasSaid: said.contains(heads.scope), into: &differences)
        }
        let held = comparison.held(after: answer)
        let settled = named.union(held.map(\.scope))
        let rest = answer.othersDiffer ? try sharedHeads(with: peer) : []
        // Of what is not settled and not answered the peer holds nothing.
        for heads in rest where !settled.contains(heads.scope) {
            try compare(
                ScopeHeads(scope: heads.scope, feeds: []), with: peer, wasSaid: true,
                into: &differences)
        }
        guard answer.states.count == comparison.told.count else {
            throw WireError.malformed("states")
        }
        differences.apart = try compare(answer.states, at: comparison.told, with: peer)
        for said in held where !differences.apart.contains(said.scope) {
            var heads = said
            #if PLANTED_BUGS
                if PlantedBug.active == .agreesOnWhatCameSince {
                    heads = try self.heads(of: said.scope)
                }
            #endif
            try agree(on: heads, with: peer)
        }
    }

    /// Takes one answer of a fetch in, once all that came is merged: `differences` says then what to ask for
    /// next, nothing where that was all, and what to push.
    ///
    /// - Parameters:
    ///   - isComplete: Whether the peer has left nothing out.
    ///   - progress: How many segments brought something new.
    ///   - refusals: The feeds that were not taken.
    public func advance(
        _ differences: inout Differences, isComplete: Bool, progress: Int,
        refusals: [WireSegmentRefusal], from peer: Member
    ) throws {
        let asked = differences.toFetch.map(\.scope)
        differences.toFetch = []
        if isComplete, peer.isHub {
            try writeAnew(
                in: &differences, refused: Set(refusals.compactMap { Scope($0.scope) }))
        } else if !isComplete, progress > 0 {
            differences.toFetch = try asked.map { try heads(of: $0) }
        }
        differences.cut = try store.lastCut()
    }

    /// Notes that `peer` holds exactly `heads`.
    public func agree(on heads: ScopeHeads, with peer: Member) throws {
        try store.agree(with: peer.device, on: heads.scope, digest: heads.digest)
        try acknowledge(heads, by: peer)
    }

    /// Notes what of the feeds held here `peer` holds durably, as far as it is the same branch.
    ///
    /// What it does not name it does not hold, whatever it held before its disk was put back.
    public func acknowledge(_ heads: ScopeHeads, by peer: Member) throws {
        let named = Set(heads.heads.map(\.replica))
        for feed in try store.feeds(in: heads.scope) where !named.contains(feed.replica) {
            guard try store.acknowledged(feed.number, by: peer.device) > 0 else { continue }
            try store.acknowledge(feed.number, upTo: 0, by: peer.device)
        }
        for head in heads.heads {
            guard let feed = try store.feed(heads.scope, head.replica), head.seq <= feed.seq,
                try store.hash(of: feed.number, at: head.seq)?.starts(with: head.hashPrefix) == true
            else { continue }
            try store.acknowledge(feed.number, upTo: head.seq, by: peer.device)
        }
    }

    /// Compares one scope. `wasSaid`: the peer knew what is held here when it answered.
    ///
    /// Where both hold different branches of a feed, what one's people had seen is not what the same
    /// names mean to the other. Nothing of the scope is exchanged then, but that a replica takes the
    /// hub's branch first.
    private func compare(
        _ theirs: ScopeHeads, with peer: Member, wasSaid: Bool,
        into differences: inout Differences
    ) throws {
        let feeds = try store.feeds(in: theirs.scope)
        var mine = ScopeHeads(scope: theirs.scope, feeds: feeds)
        if mine == theirs { return try agree(on: mine, with: peer) }
        try acknowledge(theirs, by: peer)
        var isBehind = false
        var branches: [Feed] = []
        for head in theirs.heads {
            guard let feed = feeds.first(where: { $0.replica == head.replica }),
                feed.seq >= head.seq
            else {
                isBehind = true
                continue
            }
            let hash = try store.hash(of: feed.number, at: head.seq)
            if hash?.starts(with: head.hashPrefix) != true { branches.append(feed) }
        }
        if !branches.isEmpty, !peer.isHub {
            differences.forks += branches.map(\.device)
            return
        }
        // What came after the last agreement may be another branch: ask for all of the feed.
        for feed in branches { mine = mine.replacing(feed.replica, seq: 0, hash: []) }
        if isBehind || !branches.isEmpty { differences.toFetch.append(mine) }
        // A peer that is ahead in a scope where this replica has not moved lacks nothing of it.
        if wasSaid || !isBehind { differences.toPush.append(theirs) }
    }

    /// What to send to a peer that holds `theirs`.
    public func plan(
        for theirs: ScopeHeads, to peer: Member, atMost: Int = .max
    ) throws -> [SegmentPlan] {
        guard mayShare(theirs.scope, with: peer) else { throw Refusal.scope(theirs.scope) }
        var vector = theirs.vector
        for head in theirs.heads {
            guard let feed = try store.feed(theirs.scope, head.replica), feed.seq >= head.seq,
                try store.hash(of: feed.number, at: head.seq)?.starts(with: head.hashPrefix)
                    == false
            else { continue }
            // Another branch: the hub's counts, and between others it waits for the hub.
            guard identity.isHub else { return [] }
            vector[head.replica] = 0
        }
        return try plan(for: vector, in: theirs.scope, atMost: atMost)
    }
}

extension ScopeHeads {
    /// The same heads, but for one feed that is held up to `seq` only.
    func replacing(_ replica: ReplicaID, seq: UInt64, hash: [UInt8]) -> ScopeHeads {
        ScopeHeads(
            scope: scope,
            heads: heads.compactMap { head in
                guard head.replica == replica else { return head }
                return seq == 0
                    ? nil : Head(replica: replica, seq: seq, hashPrefix: hash)
            })
    }
}

extension Replica {
    /// Whether every change of this device is durable at `peer`, as far as that may hold its scope.
    public func isAcknowledged(by peer: Member) throws -> Bool {
        try waitingCount() == 0
            && store.feeds(ofDevice: identity.device.text).allSatisfy { feed in
                try feed.seq == 0 || !mayShare(feed.scope, with: peer)
                    || store.acknowledged(feed.number, by: peer.device) >= feed.seq
            }
    }

    /// How many of this device's own changes `device` is known to hold durably, and of how many.
    public func acknowledgedCount(by device: String) throws -> (held: Int, of: Int) {
        // What waits to be written anew is in no feed, and nowhere else.
        var counts = (held: 0, of: try waitingCount())
        for feed in try store.feeds(ofDevice: identity.device.text) {
            counts.of += Int(feed.seq)
            counts.held += Int(min(feed.seq, try store.acknowledged(feed.number, by: device)))
        }
        return counts
    }
}
