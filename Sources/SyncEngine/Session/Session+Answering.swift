import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SwiftProtobuf
public import SyncProtocol

// A question and the news that come with it, at the replica that is asked. Source: Protocol/3-sync,
// "Compare" and "News".
extension Replica {
    /// What `request` lists, looked at before anything is done with it.
    ///
    /// Throws ``Refusal`` or ``WireError`` where `peer` may not ask so.
    @discardableResult
    public func check(
        _ request: WireFrontiersRequest, of peer: Member
    ) throws -> [ScopeHeads] {
        guard request.versions.contains(ProtocolVersion.current) else {
            throw WireError.unknownVersion(request.versions)
        }
        guard request.frontiers.count <= Limits.scopesMax else {
            throw WireError.tooLarge(what: "request", limit: Limits.scopesMax)
        }
        guard request.segments.count <= Limits.newsSegmentsMax else {
            throw WireError.tooLarge(what: "news", limit: Limits.newsSegmentsMax)
        }
        guard request.segments.reduce(0, { $0 + Int($1.plainBytes) }) <= Limits.plainBytesMax else {
            throw WireError.tooLarge(what: "news", limit: Limits.plainBytesMax)
        }
        let theirs = try request.frontiers.map(ScopeHeads.init)
        for scope in theirs.map(\.scope) where !mayShare(scope, with: peer) {
            throw Refusal.scope(scope)
        }
        return theirs
    }

    /// Merges news of `peer` if its scopes are exactly then what `digest` says; else nothing of them, and no
    /// receipts. News that are held already have receipts, as an answer may have been lost.
    ///
    /// So both hold the same branch of every feed that the authors of the news had seen: the same names mean
    /// the same changes to both.
    public func receive(
        news segments: [Segment], digest: [UInt8], from peer: Member
    ) throws -> [Receipt] {
        guard segments.allSatisfy({ mayShare($0.scope, with: peer) }) else { return [] }
        if try ScopeHeads.digest(of: Set(segments.map(\.scope)).map(heads)) == digest {
            return segments.map { _ in .held }
        }
        guard try self.digest(after: segments) == digest else { return [] }
        return try segments.map { try receive($0, from: peer) }
    }

    /// The digest over the scopes of `segments` as this replica would hold them with these; nil where one does
    /// not go on where its feed ends here.
    public func digest(after segments: [Segment]) throws -> [UInt8]? {
        struct FeedName: Hashable {
            let scope: Scope
            let replica: ReplicaID
        }
        var ends: [FeedName: (seq: UInt64, hash: HashBytes)] = [:]
        var heads: [Scope: ScopeHeads] = [:]
        for segment in segments {
            let (scope, replica) = (segment.scope, segment.replica)
            let name = FeedName(scope: scope, replica: replica)
            let end =
                try ends[name] ?? store.feed(scope, replica).map { ($0.seq, $0.hash) }
                ?? (0, HashChain.genesis(scope: scope, replica: replica))
            guard segment.firstSeq == end.seq + 1 else { return nil }
            let hash = segment.changes.reduce(end.hash) {
                HashChain.next(after: $0, header: $1.header, bodyDigest: $1.bodyDigest)
            }
            ends[name] = (segment.checkpoint.seq, hash)
            let before = try heads[scope] ?? self.heads(of: scope)
            heads[scope] = before.moved(replica, to: segment.checkpoint.seq, hash: hash)
        }
        return ScopeHeads.digest(of: heads.values)
    }

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

extension ScopeHeads {
    /// The same heads, but for one feed that is held up to `seq`.
    fileprivate func moved(_ replica: ReplicaID, to seq: UInt64, hash: HashBytes) -> ScopeHeads {
        let head = Head(
            replica: replica, seq: seq, hashPrefix: Array(hash.prefix(HashChain.prefixBytes)))
        return ScopeHeads(
            scope: scope,
            heads: (heads.filter { $0.replica != replica } + [head])
                .sorted { $0.replica < $1.replica })
    }
}
