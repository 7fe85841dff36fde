import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
public import SyncProtocol

/// What came of one segment.
public enum Receipt: Hashable, Sendable {
    /// Its changes are merged; durable once the transaction commits.
    case merged(changes: Int)
    /// All of it was held already.
    case held
    /// It was a part of the own feed that this device had lost: its disk was rolled back.
    case healed(Healing)
    /// Nothing of it was stored.
    case refused(Refusal)
}

extension Replica {
    /// Whether all of a segment from `peer` is held already, so that nothing of it need be unpacked:
    /// its last change is held with this very hash, which all before it is a part of.
    ///
    /// False, so that ``receive(_:from:)`` decides, where `peer` may not hold the scope.
    public func holds(_ sent: WireSegment, from peer: Member) throws -> Bool {
        guard let scope = Scope(sent.scope), let author = ReplicaID(sent.replica),
            peer.permission(for: scope) >= .read,
            let feed = try store.feed(scope, author), sent.checkpoint.seq <= feed.seq
        else { return false }
        return try store.hash(of: feed.number, at: sent.checkpoint.seq)
            == [UInt8](sent.checkpoint.hash)
    }

    /// Checks a segment from `peer` and merges it: permission, chain, signature, numbers, causality,
    /// and only then the first write. A refusal leaves nothing behind and stops that feed alone.
    public func receive(_ sent: Segment, from peer: Member) throws -> Receipt {
        var segment = sent
        if segment.device.isEmpty, let feed = try store.feed(segment.scope, segment.replica) {
            (segment.device, segment.epoch) = (feed.device, feed.epoch)
        }
        guard peer.permission(for: segment.scope) >= .read, permission(for: segment.scope) >= .read
        else { return .refused(.scope(segment.scope)) }
        guard !segment.device.isEmpty || segment.firstSeq == 1 else {
            return .refused(.gap(segment.replica))
        }
        guard let author = try author(segment.device) else {
            return .refused(.unknownAuthor(segment.device))
        }
        guard author.member.permission(for: segment.scope) == .write,
            ReplicaID.of(publicKey: author.key.bytes, epoch: segment.epoch) == segment.replica
        else { return .refused(.author(segment.device)) }
        guard author.counts(segment.replica, segment.checkpoint.seq, in: segment.scope) else {
            return .refused(.cutOff(segment.device))
        }
        do {
            try forgetOwnFeed(in: segment.scope)
            let isOwn = segment.device == identity.device.text
            let reading = try read(segment, by: author)
            switch reading {
            case .held: return .held
            case .gap: return .refused(.gap(segment.replica))
            case .branch(let at, let opened):
                #if PLANTED_BUGS
                    if PlantedBug.active == .ignoresForks { return .held }
                #endif
                guard peer.isHub else { return .refused(.fork(segment.device, seq: at)) }
                if let refusal = try strippedBody(in: opened, segment) { return .refused(refusal) }
                return try takeBranch(segment, opened: opened, at: at, from: peer)
            case .news(let opened):
                if let refusal = try strippedBody(in: opened, segment) { return .refused(refusal) }
                if let refusal = try unmetNeed(of: opened, in: segment) { return .refused(refusal) }
                #if PLANTED_BUGS
                    if isOwn, PlantedBug.active == .reusesSeq { return .held }
                #endif
                if isOwn { return .healed(try heal(segment, opened: opened, from: peer)) }
                try append(opened, of: segment, from: peer)
                return .merged(changes: opened.count)
            }
        } catch let error as WireError {
            return .refused(Refusal(.badSegment, error.description))
        }
    }

    /// One change of a segment, read but not stored.
    struct OpenedEntry {
        let opened: OpenedChange
        /// The place after the change.
        let cursor: FeedCursor
        /// Whether its context is other than "the change before and all that it had seen".
        let hasOwnContext: Bool
    }

    /// How a segment stands to what is held of its feed.
    private enum Reading {
        case held
        case gap
        /// Continues what is held.
        case news([OpenedEntry])
        /// Differs from what is held, from the change `at` on.
        case branch(at: UInt64, [OpenedEntry])
    }

    private func read(_ segment: Segment, by author: Author) throws -> Reading {
        let feed = try store.feed(segment.scope, segment.replica)
        let held = feed?.seq ?? 0
        guard segment.firstSeq <= held + 1 else { return .gap }
        if let feed, segment.checkpoint.seq <= held,
            try store.hash(of: feed.number, at: segment.checkpoint.seq) == segment.checkpoint.hash
        {
            return .held
        }
        var cursor = try cursor(before: segment.firstSeq, of: feed, segment)
        var opened: [OpenedEntry] = []
        var branch: UInt64?
        for sealed in segment.changes {
            let before = cursor
            let change = try cursor.open(sealed)
            if change.dot.seq <= held, branch == nil, let feed {
                if try store.hash(of: feed.number, at: change.dot.seq) == cursor.hash { continue }
                branch = change.dot.seq
            }
            opened.append(
                OpenedEntry(
                    opened: change, cursor: cursor,
                    hasOwnContext: !before.expects(change.context)))
        }
        let said = segment.checkpoint.hash.isEmpty ? cursor.hash : segment.checkpoint.hash
        let isSigned = surroundings.verifies(
            author.key, segment.checkpoint.signature,
            HashChain.checkpointBytes(
                scope: segment.scope, replica: segment.replica, seq: segment.checkpoint.seq,
                hash: said))
        guard isSigned else { throw WireError.badSignature }
        guard cursor.hash == said else {
            // Signed, and yet no continuation of what is held: it grew from another branch.
            if segment.firstSeq > 1 { return .branch(at: segment.firstSeq - 1, []) }
            throw WireError.brokenChain(seq: segment.checkpoint.seq)
        }
        if let branch { return .branch(at: branch, opened) }
        return opened.isEmpty ? .held : .news(opened)
    }

    private func cursor(
        before seq: UInt64, of feed: Feed?, _ segment: Segment
    ) throws -> FeedCursor {
        guard let feed, seq > 1 else {
            return FeedCursor(scope: segment.scope, replica: segment.replica)
        }
        if feed.seq == seq - 1 { return feed.cursor }
        guard let hash = try store.hash(of: feed.number, at: seq - 1),
            let lamport = try store.lamport(of: feed.number, at: seq - 1)
        else { throw EngineError.damaged("feed \(feed.replica)") }
        return FeedCursor(
            scope: segment.scope, replica: segment.replica, seq: seq - 1, lamport: lamport,
            hash: hash, context: try store.context(of: feed.number, feed.replica, at: seq - 1))
    }

    /// Why the changes cannot be applied yet, or ever: what they had seen is not held, or their
    /// Lamport numbers are not one more than the highest among what they had seen.
    ///
    /// `cuts` are where feeds will be cut before.
    func unmetNeed(
        of entries: [OpenedEntry], in segment: Segment, cuts: [ReplicaID: UInt64] = [:]
    ) throws -> Refusal? {
        var frontier = try visibleFrontier(of: segment.scope)
        for (replica, first) in cuts { frontier[replica] = min(frontier[replica], first - 1) }
        var lamport = try entries.first.map { try self.lamport(before: $0, in: segment) } ?? 0
        for entry in entries {
            var highest = lamport
            if entry.hasOwnContext {
                for part in entry.opened.context.entries where part.replica != segment.replica {
                    guard part.seq <= frontier[part.replica] else {
                        return .waiting(segment.replica, on: part.replica)
                    }
                }
                highest = max(highest, try lamportMax(ofOthersIn: entry, segment))
            }
            guard entry.opened.lamport == highest + 1 else {
                return Refusal(
                    .badSegment,
                    WireError.malformed("Lamport number at change \(entry.opened.dot.seq)")
                        .description)
            }
            lamport = entry.opened.lamport
        }
        return nil
    }

    /// What is held of `scope` and others may have seen: of the own feeds what is signed, as nothing
    /// leaves this machine before that.
    ///
    /// Who names more has guessed it, as the hub's public copy of a change of one's own. Were that
    /// taken, what this replica writes next would wait elsewhere for the guess, and the guess for what
    /// is signed together with that: for ever.
    private func visibleFrontier(of scope: Scope) throws -> VersionVector {
        var frontier = VersionVector()
        for feed in try store.feeds(in: scope) {
            let isOwn = feed.device == identity.device.text
            frontier[feed.replica] =
                isOwn ? min(feed.seq, try store.lastCheckpoint(of: feed.number)) : feed.seq
        }
        return frontier
    }

    private func lamport(before entry: OpenedEntry, in segment: Segment) throws -> UInt64 {
        let seq = entry.opened.dot.seq
        guard seq > 1, let feed = try store.feed(segment.scope, segment.replica) else { return 0 }
        return try store.lamport(of: feed.number, at: seq - 1) ?? 0
    }

    private func lamportMax(ofOthersIn entry: OpenedEntry, _ segment: Segment) throws -> UInt64 {
        var others = entry.opened.context
        others[segment.replica] = 0
        return try lamportMax(of: others, in: segment.scope)
    }

    /// Appends and merges changes that were checked.
    func append(
        _ entries: [OpenedEntry], of segment: Segment, from peer: Member
    ) throws {
        var feed =
            try store.feed(segment.scope, segment.replica)
            ?? store.begin(
                segment.scope, segment.replica, device: segment.device, epoch: segment.epoch,
                genesis: HashChain.genesis(scope: segment.scope, replica: segment.replica))
        var last: [RecordID: OpenedChange] = [:]
        for entry in entries {
            if entry.hasOwnContext {
                try store.keep(entry.opened.context, of: feed.number, at: entry.opened.dot.seq)
            }
            // Its author may not have known yet that the record is erased.
            let opened =
                try takesBody(of: entry.opened, in: segment.scope)
                ? entry.opened : entry.opened.erased
            let previous = try merge(opened, in: segment.scope, arrival: store.nextArrival())
            try store.append(
                opened.sealed.entry(
                    seq: opened.dot.seq, lamport: opened.lamport, hash: entry.cursor.hash),
                to: feed.number, previous: previous)
            if identity.isHub, case .published(let site) = segment.scope, let kind = opened.kind {
                try store.note(
                    CopyDue(site: site, kind: kind, record: opened.record), from: peer.device)
            }
            if isPublished(opened, in: segment.scope) { last[opened.record] = opened }
            feed.move(to: entry.cursor)
        }
        try store.save(feed)
        try store.keepCheckpoint(
            of: feed.number, at: segment.checkpoint.seq, signature: segment.checkpoint.signature)
        if segment.scope == .control {
            authors = [:]
            if entries.contains(where: { $0.opened.kind == Kind.definition }) { try adoptKinds() }
            let orders = { (kind: String) in
                entries.map(\.opened).filter { $0.kind == kind }.map(\.record)
            }
            try adoptErasures(orders(Erasure.kind))
            try adoptRevocations(orders(Cutoff.kind))
        }
        // Two devices that change a published record at once each copy what they see of it. The hub,
        // which sees both, sets the copy right: or what one of them took back would stay public. Of
        // copies that came, at the end of the push: see ``copiesDue(from:refused:)``.
        if identity.isHub {
            for (_, opened) in last.sorted(by: { $0.key < $1.key }) {
                guard let change = try opened.change(in: segment.scope) else { continue }
                let key = RecordKey(kind: change.kind, record: change.record)
                try publishIfItFits(
                    key, of: change.scope, actor: change.actor, reason: change.reason)
            }
        }
    }
}
