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

    /// Whether to ask once more, without news: the peer has other changes in their scopes, or other branches,
    /// which a digest does not tell; or its program knows of no news.
    public func asksAgain(after answer: WireFrontiersAnswer) -> Bool {
        answer.states.isEmpty && !told.isEmpty
    }

    /// What was said and the peer holds exactly, as its `answer` does not name it. Not of one after which to
    /// ask again.
    public func held(after answer: WireFrontiersAnswer) -> [ScopeHeads] {
        let named = Set(answer.frontiers.map(\.scope))
        return said.filter { !named.contains($0.scope.text) }
    }

    /// Changes that the news come to.
    public var newsCount: Int { request.segments.reduce(0) { $0 + Int($1.count) } }

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
}
