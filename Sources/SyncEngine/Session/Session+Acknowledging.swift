import CausalCore
import DeviceIdentity
import Foundation
public import RecordModel
import ReplicaStore
import SwiftProtobuf
public import SyncProtocol

// The end of each step of a session: what was merged is acknowledged, and what is equal is agreed on.
extension Replica {
    /// The scopes in which own changes wait for their author's signature.
    public func unsignedScopes() throws -> [Scope] {
        // By the device: the hub has feeds of hundreds of others in hundreds of scopes.
        let feeds = try store.feeds(ofDevice: identity.device.text)
        return try Set(
            feeds.filter { try store.lastCheckpoint(of: $0.number) < $0.seq }.map(\.scope)
        ).sorted()
    }

    /// The segments that bring a peer what it lacks, in order of scope, then as they can be applied: the
    /// first `atMost`.
    public func plans(
        for scopes: some Sequence<ScopeHeads>, to peer: Member, atMost: Int = .max
    ) throws -> [SegmentPlan] {
        var plans: [SegmentPlan] = []
        for theirs in scopes.sorted(by: { $0.scope < $1.scope }) where plans.count < atMost {
            plans += try plan(for: theirs, to: peer, atMost: atMost - plans.count)
        }
        return plans
    }

    /// What `peer` is told of the segments that it pushed: call it once they are durable.
    public func changesAnswer(
        to peer: Member, of scopes: some Sequence<Scope>, refusals: [WireSegmentRefusal]
    ) throws -> WireChangesAnswer {
        let allowed = scopes.filter { mayShare($0, with: peer) }.sorted()
        return try .with {
            $0.acknowledged = try allowed.map { try heads(of: $0).wire }
            $0.refusals = refusals
            // Scope and frontier stand in what is acknowledged, in the same order.
            $0.states = try unnamedStates(of: allowed, for: peer)
        }
    }

    /// The states of those of `scopes` that `peer` may hold, in order, without what it knows already: which
    /// scopes and frontiers they are of.
    func unnamedStates(
        of scopes: some Sequence<Scope>, for peer: Member
    ) throws -> [WireScopeState] {
        try scopes.filter { mayShare($0, with: peer) }.sorted().map { scope in
            let state = try state(of: scope)
            return .with {
                $0.stateDigest = state.stateDigest
                $0.erasedDigest = state.erasedDigest
            }
        }
    }

    /// Notes what `peer` answered to a push; returns the scopes in which both have come apart.
    public func note(_ answer: WireChangesAnswer, from peer: Member) throws -> [Scope] {
        let acknowledged = try answer.acknowledged.map(ScopeHeads.init)
        guard answer.states.count == acknowledged.count else {
            throw WireError.malformed("states")
        }
        for theirs in acknowledged where mayShare(theirs.scope, with: peer) {
            try acknowledge(theirs, by: peer)
        }
        return try compare(answer.states, at: acknowledged, with: peer)
    }

    /// As ``compare(_:with:)``, of states that do not say what they are of: `heads` do.
    func compare(
        _ states: [WireScopeState], at heads: [ScopeHeads], with peer: Member
    ) throws -> [Scope] {
        try compare(
            zip(heads, states).map { heads, state in
                .with {
                    $0.scope = heads.scope.text
                    $0.frontierDigest = .init(heads.digest)
                    $0.stateDigest = state.stateDigest
                    $0.erasedDigest = state.erasedDigest
                }
            }, with: peer)
    }

    /// Equal frontiers must mean equal records: returns the scopes in which they do not, which is a
    /// fault of the program or of a disk.
    ///
    /// Where all is equal, both have agreed, and the next sync need not list that scope.
    public func compare(_ states: [WireScopeState], with peer: Member) throws -> [Scope] {
        var apart: [Scope] = []
        for theirs in states {
            guard let scope = Scope(theirs.scope), mayShare(scope, with: peer) else { continue }
            let mine = try state(of: scope)
            // One of both may have heard of an erasure that the other has yet to hear of.
            guard mine.frontierDigest == theirs.frontierDigest,
                mine.erasedDigest == theirs.erasedDigest
            else { continue }
            if mine.stateDigest != theirs.stateDigest {
                apart.append(scope)
            } else {
                try agree(on: try heads(of: scope), with: peer)
            }
        }
        return apart
    }
}
