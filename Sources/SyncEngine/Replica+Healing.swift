import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncProtocol

/// What was mended after this device's disk had been rolled back or copied.
public struct Healing: Hashable, Sendable {
    /// Own changes that came back from the peer.
    public let recovered: Int
    /// Own changes that are written anew, as the peer holds others under their names.
    public let rewritten: Int
    /// The epoch that the device writes in from now on.
    public let epoch: UInt64
}

extension Replica {
    /// Takes back a part of the own feed that this device had lost, and goes on in the next epoch:
    /// others may know more of this one.
    func heal(
        _ segment: Segment, opened: [OpenedEntry], from peer: Member
    ) throws -> Healing {
        let isCurrent = segment.epoch == (try epoch())
        try append(opened, of: segment, from: peer)
        if isCurrent { try beginNextEpoch() }
        let healing = Healing(recovered: opened.count, rewritten: 0, epoch: try epoch())
        if isCurrent { try note(healing, code: "rollback", of: segment) }
        return healing
    }

    /// Takes the branch of a feed that the hub holds in the place of another that is held here.
    ///
    /// A disk that was restored or copied, and wrote again before it met anybody who knew more, gave
    /// one name to two changes. Which of them counts is the hub's word, so that everybody comes to
    /// the same. What is held of the other branch, and everything whose author had seen it, is taken
    /// out of the log and kept aside, to be written anew once all that the hub holds is held: see
    /// ``writeAnew(in:)``. Nothing is lost on either side.
    func takeBranch(
        _ segment: Segment, opened: [OpenedEntry], at first: UInt64, from peer: Member
    ) throws -> Receipt {
        guard !opened.isEmpty else {
            // Only the later part came; the next session asks for the whole feed.
            throw WireError.brokenChain(seq: first)
        }
        let cuts = try cuts(of: segment.replica, from: first, in: segment.scope)
        if let refusal = try unmetNeed(of: opened, in: segment, cuts: cuts) {
            return .refused(refusal)
        }
        let isOwn = segment.device == identity.device.text
        let ownCount = try takeOut(cuts, in: segment.scope) {
            try append(opened, of: segment, from: peer)
        }.ownCount
        let healing = Healing(
            recovered: opened.count, rewritten: ownCount, epoch: try self.epoch())
        try note(healing, code: isOwn ? "rollback" : "fork", of: segment)
        return isOwn ? .healed(healing) : .merged(changes: opened.count)
    }

    /// Takes the changes from `cuts` on out of the log, does `work`, and goes on in the next epoch where
    /// that took changes of the present one; returns as ``quarantine(_:in:)``.
    func takeOut(
        _ cuts: [ReplicaID: UInt64], in scope: Scope, _ work: () throws -> Void = {}
    ) throws -> (records: Set<RecordKey>, ownCount: Int) {
        let epoch = try epoch()
        let isMoving = try store.feeds(in: scope).contains {
            cuts[$0.replica] != nil && $0.device == identity.device.text && $0.epoch == epoch
        }
        let taken = try quarantine(cuts, in: scope)
        try work()
        if isMoving { try beginNextEpoch() }
        return taken
    }

    private func note(_ healing: Healing, code: String, of segment: Segment) throws {
        try store.notice(
            code,
            detail: "scope \(segment.scope), device \(segment.device),"
                + " recovered \(healing.recovered), rewritten \(healing.rewritten),"
                + " epoch \(healing.epoch)",
            at: surroundings.now)
    }

    /// The lowest epoch in which nobody is known to have written.
    func beginNextEpoch() throws {
        let used = try store.feeds(ofDevice: identity.device.text).map(\.epoch).max() ?? 0
        for scope in ownFeeds.keys.sorted() { try forgetOwnFeed(in: scope) }
        try begin(epoch: max(used, try epoch()) + 1)
    }
}
