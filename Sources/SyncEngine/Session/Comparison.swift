import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SwiftProtobuf
public import SyncProtocol

/// The question that a session begins with, and what its answer is read by.
///
/// People go on saving while the answer is on its way: what the peer agrees to is what was said then, not
/// what is held when the answer comes. Source: Protocol/3-sync, "Compare" and "News".
public struct Comparison: Sendable {
    /// The message.
    public let request: WireFrontiersRequest
    /// What was held of the scopes that ``request`` lists.
    let listed: [ScopeHeads]
    /// What was held of the scopes whose news are in ``request``, in order of scope.
    let told: [ScopeHeads]

    /// What was said and the peer holds exactly, after its `answer`.
    public func held(after answer: WireFrontiersAnswer) -> [ScopeHeads] {
        let named = Set(answer.frontiers.map(\.scope))
        return listed.filter { !named.contains($0.scope.text) } + (isNewsHeld(answer) ? told : [])
    }

    /// Whether to ask once more, without news: the peer has other changes in their scopes, or other branches,
    /// which a digest does not tell.
    public func asksAgain(after answer: WireFrontiersAnswer) -> Bool {
        !told.isEmpty && !isNewsHeld(answer)
    }

    /// Whether the peer holds all news and nothing beside them in their scopes. A program of before there were
    /// news says nothing of them.
    func isNewsHeld(_ answer: WireFrontiersAnswer) -> Bool { answer.states.count == told.count }

    /// How many changes of the news the peer holds after its `answer`.
    public func newsHeldCount(_ answer: WireFrontiersAnswer) -> Int {
        isNewsHeld(answer) ? request.segments.reduce(0) { $0 + Int($1.count) } : 0
    }

    /// All that was said of single scopes.
    public var said: [ScopeHeads] { listed + told }
}

/// What may still be sent before the peer was asked what it holds.
private struct NewsBudget {
    /// Changes: some days of a clerk's.
    var changes = 500
    /// Bytes of batches as sent: what a slow line carries in a second or two.
    var bytes = 64 << 10
    /// Bytes of batches once inflated, far below what the peer refuses.
    var plainBytes = 1 << 20
    var segments = Limits.newsSegmentsMax

    /// Takes a segment out; false where it is too much.
    mutating func take(_ segment: WireSegment) -> Bool {
        changes -= Int(segment.count)
        bytes -= segment.batch.count
        plainBytes -= Int(segment.plainBytes)
        segments -= 1
        return min(changes, bytes, plainBytes, segments) >= 0
    }
}

extension Replica {
    /// The first message of a session: a digest, the news where they are few, and the frontiers of what else
    /// moved since both agreed.
    ///
    /// - Parameter tellsNews: Whether to bring the news along, which is all there is to a session where the
    ///   peer has none. False asks first, whatever there is.
    public func comparison(with peer: Member, tellsNews: Bool = true) throws -> Comparison {
        let agreed = try store.agreedDigests(with: peer.device)
        let heads = try sharedHeads(with: peer)
        let moved = heads.filter { agreed[$0.scope] != $0.digest }
        let (told, segments) = tellsNews ? try news(in: moved, for: peer) : ([], [])
        let listed = moved.filter { !told.contains($0) }.prefix(Limits.scopesMax)
        let said = Set((listed + told).map(\.scope))
        let request = WireFrontiersRequest.with {
            $0.versions = [ProtocolVersion.current]
            $0.clock = surroundings.now
            $0.digest = .init(ScopeHeads.digest(of: heads.filter { !said.contains($0.scope) }))
            $0.frontiers = listed.map(\.wire)
            $0.segments = segments
            if !told.isEmpty { $0.newsDigest = .init(ScopeHeads.digest(of: told)) }
        }
        return Comparison(request: request, listed: Array(listed), told: told)
    }

    /// The scopes of `moved` in which nothing moved but the own feeds, and those by little; with what `peer`
    /// was not told of them yet.
    private func news(
        in moved: [ScopeHeads], for peer: Member
    ) throws -> (scopes: [ScopeHeads], segments: [WireSegment]) {
        var told: (scopes: [ScopeHeads], segments: [WireSegment]) = ([], [])
        var budget = NewsBudget()
        for heads in moved.sorted(by: { $0.scope < $1.scope }) {
            let plans = try news(of: heads.scope, for: peer, atMost: budget.changes + 1)
            guard !plans.isEmpty, let segments = try segments(plans, within: &budget) else {
                continue
            }
            told.scopes.append(heads)
            told.segments += segments
        }
        // A copy comes with its record or after it: the hub holds one against the other.
        let scopes = Set(told.scopes.map(\.scope))
        let apart = moved.map(\.scope).filter { !scopes.contains($0) }
        let isDue = { (scope: Scope) in
            guard case .published(let site) = scope else { return true }
            return !apart.contains(.site(site))
        }
        return (
            told.scopes.filter { isDue($0.scope) },
            told.segments.filter { Scope($0.scope).map(isDue) ?? false }
        )
    }

    /// What of the own feeds `peer` is not known to hold; nothing where another feed has moved, which it may
    /// have from elsewhere.
    private func news(
        of scope: Scope, for peer: Member, atMost: Int
    ) throws -> [SegmentPlan] {
        var held = VersionVector()
        for feed in try store.feeds(in: scope) where feed.seq > 0 {
            let acknowledged = try store.acknowledged(feed.number, by: peer.device)
            guard acknowledged >= feed.seq || feed.device == identity.device.text else { return [] }
            held[feed.replica] = min(acknowledged, feed.seq)
        }
        return try plan(for: held, in: scope, atMost: atMost)
    }

    /// The segments of `plans` as news; nil, with `budget` as it was, where they are too much for it.
    private func segments(
        _ plans: [SegmentPlan], within budget: inout NewsBudget
    ) throws -> [WireSegment]? {
        guard plans.reduce(0, { $0 + $1.count }) <= budget.changes else { return nil }
        var (rest, left) = (plans[...], budget)
        var segments: [WireSegment] = []
        while let segment = try nextSegment(of: &rest) {
            let wire = try segment.wireWithoutHash()
            guard left.take(wire) else { return nil }
            segments.append(wire)
        }
        budget = left
        return segments
    }

    // MARK: The replica that answers

    /// What this replica answers to `request` of `peer`, once the news in it are merged.
    public func answer(
        _ request: WireFrontiersRequest, of peer: Member, renew: Bool
    ) throws -> WireFrontiersAnswer {
        let theirs = try check(request, of: peer)
        let told = try toldHeads(in: request, of: peer)
        let said = Set((theirs + told).map(\.scope))
        let others = try sharedHeads(with: peer).filter { !said.contains($0.scope) }
        let othersDiffer = [UInt8](request.digest) != ScopeHeads.digest(of: others)
        let isNewsHeld = [UInt8](request.newsDigest) == ScopeHeads.digest(of: told)
        let differing = try theirs.filter { try heads(of: $0.scope) != $0 }
        let answered = try differing.map(headsBeside) + (othersDiffer ? others : [])
        return try .with {
            $0.version = ProtocolVersion.current
            $0.clock = surroundings.now
            $0.same =
                answered.isEmpty && !othersDiffer && (isNewsHeld || request.segments.isEmpty)
            $0.frontiers = answered.map(\.wire)
            $0.othersDiffer = othersDiffer
            $0.renew = renew
            $0.states = isNewsHeld ? try unnamedStates(of: told.map(\.scope), for: peer) : []
        }
    }

    /// What is held here of the scopes that the news in `request` are of, but for those that it lists too.
    private func toldHeads(
        in request: WireFrontiersRequest, of peer: Member
    ) throws -> [ScopeHeads] {
        let listed = Set(request.frontiers.map(\.scope))
        let scopes = Set(request.segments.map(\.scope)).subtracting(listed)
        return try scopes.compactMap { Scope($0) }.filter { mayShare($0, with: peer) }.sorted()
            .map(heads)
    }

    /// What is held of a scope, for a peer that holds `theirs`: where it has another branch of a feed
    /// than this replica, only as far as it has, so that the prefix tells.
    private func headsBeside(_ theirs: ScopeHeads) throws -> ScopeHeads {
        var mine = try heads(of: theirs.scope)
        for head in theirs.heads {
            guard let feed = try store.feed(theirs.scope, head.replica), feed.seq > head.seq,
                let hash = try store.hash(of: feed.number, at: head.seq),
                !hash.starts(with: head.hashPrefix)
            else { continue }
            mine = mine.replacing(
                head.replica, seq: head.seq, hash: Array(hash.prefix(HashChain.prefixBytes)))
        }
        return mine
    }
}
