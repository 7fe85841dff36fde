import CausalCore
import DeviceIdentity
public import RecordModel
import ReplicaStore
import SyncProtocol

/// What a check of the whole log found.
public struct Verification: Hashable, Sendable {
    /// Feeds read.
    public var feeds = 0
    /// Changes read.
    public var changes = 0
    /// Checkpoints whose signatures were checked.
    public var checkpoints = 0
    /// What is wrong, one sentence each; empty where all is well.
    public var damage: [String] = []
    /// The state of each scope as the tables have it, hexadecimal.
    public var digests: [Scope: String] = [:]

    /// Makes an empty result.
    public init() {}
}

extension Replica {
    /// Walks every feed: chain, numbers, causality, signatures.
    public func verifyLog(progress: (Int) -> Void = { _ in }) throws -> Verification {
        var found = Verification()
        for scope in try store.scopes() {
            let frontier = try store.frontier(of: scope)
            for feed in try store.feeds(in: scope) {
                found.feeds += 1
                do { try verify(feed, frontier: frontier, &found, progress) } catch {
                    let reason =
                        (error as? WireError)?.description
                        ?? (error as? EngineError)?.description ?? "\(type(of: error))"
                    found.damage.append("\(scope) \(feed.replica): \(reason)")
                }
            }
            found.digests[scope] = try store.stateSum(of: scope).bytes.hex
        }
        return found
    }

    private func verify(
        _ feed: Feed, frontier: VersionVector, _ found: inout Verification,
        _ progress: (Int) -> Void
    ) throws {
        guard let author = try author(feed.device),
            ReplicaID.of(publicKey: author.key.bytes, epoch: feed.epoch) == feed.replica
        else { throw EngineError.damaged("author \(feed.device)") }
        // Not of its own: who is revoked keeps what nobody else takes.
        guard
            feed.device == identity.device.text
                || author.counts(feed.replica, feed.seq, in: feed.scope)
        else { throw EngineError.damaged("revoked \(feed.device)") }
        var cursor = FeedCursor(scope: feed.scope, replica: feed.replica)
        var checkpoint = try store.checkpoint(of: feed.number, from: 1)
        while cursor.seq < feed.seq {
            let entries = try store.entries(of: feed.number, from: cursor.seq + 1, limit: 1_000)
            if entries.isEmpty { throw WireError.brokenChain(seq: cursor.seq + 1) }
            for logged in entries {
                let opened = try cursor.open(SealedChange(logged.entry))
                guard logged.entry.seq == cursor.seq, logged.entry.hash == cursor.hash,
                    logged.entry.lamport == opened.lamport, frontier.contains(opened.context)
                else { throw WireError.brokenChain(seq: cursor.seq) }
                // Conflicts are told from what the table says that authors had seen, not from headers.
                guard
                    try store.context(of: feed.number, feed.replica, at: cursor.seq)
                        == opened.context
                else { throw EngineError.damaged("context \(feed.scope) \(cursor.seq)") }
                guard try isErased(opened.record, in: feed.scope) == (logged.entry.body == nil)
                else { throw EngineError.damaged("erased body \(feed.scope) \(cursor.seq)") }
                found.changes += 1
                if let due = checkpoint, due.seq == cursor.seq {
                    let bytes = HashChain.checkpointBytes(
                        scope: feed.scope, replica: feed.replica, seq: due.seq, hash: cursor.hash)
                    guard surroundings.verifies(author.key, due.signature, bytes) else {
                        throw WireError.badSignature
                    }
                    found.checkpoints += 1
                    checkpoint = try store.checkpoint(of: feed.number, from: due.seq + 1)
                }
            }
            progress(found.changes)
        }
        guard cursor.hash == feed.hash, cursor.lamport == feed.lamport,
            cursor.context == feed.context
        else { throw WireError.brokenChain(seq: feed.seq) }
    }

    /// Merges the whole log of `source` into this replica, whose store must be empty: what its tables
    /// should say, of the kinds that `source` knows. Returns where the log of `source` says another change
    /// came before one in its record than did: one sentence each. This replica's own log is mended.
    @discardableResult
    public func replay(
        _ source: Replica, progress: (Int) -> Void = { _ in }
    ) throws -> [String] {
        var found: [String] = []
        var feeds: [Int64: Feed] = [:]
        if self !== source {
            self.source = source
            for kind in source.kinds.kinds { try install(kind) }
        }
        defer { self.source = nil }
        for scope in try source.store.scopes() {
            for feed in try source.store.feeds(in: scope) {
                feeds[feed.number] = feed
                guard self !== source else { continue }
                // Its head stays where it is: the log is not copied. But states have their place there.
                _ = try store.begin(
                    scope, feed.replica, device: feed.device, epoch: feed.epoch,
                    genesis: HashChain.genesis(scope: scope, replica: feed.replica))
            }
        }
        // Control first: it brings the kinds. Then as it came, which is a causal order.
        for isControl in [true, false] {
            var last: Int64 = 0
            while true {
                let entries = try source.store.entries(after: last, limit: 1_000)
                guard let end = entries.last else { break }
                for logged in entries {
                    guard let feed = feeds[logged.feed] else {
                        throw EngineError.damaged("change \(logged.arrival)")
                    }
                    guard (feed.scope == .control) == isControl,
                        let opened = try source.opened(logged, by: feed.replica)
                    else { continue }
                    let previous = try merge(
                        opened, in: feed.scope, arrival: logged.arrival)
                    guard previous != logged.previous else { continue }
                    if self === source {
                        try store.link(logged.arrival, previous: previous)
                    } else {
                        found.append(
                            "\(feed.scope) \(logged.arrival): 记录的上一条修改与日志不符"
                                + " another change is said to come before it than did")
                    }
                }
                last = end.arrival
                progress(Int(last))
            }
            if isControl {
                try adoptKinds()
                if self === source { try adoptAllErasures() }
            }
        }
        return found
    }

    /// Where the tables of this replica and of `rebuilt` differ: one sentence a record.
    public func differences(from rebuilt: Replica, limit: Int = 20) throws -> [String] {
        var found: [String] = []
        for scope in try store.scopes()
        where try store.stateSum(of: scope) != rebuilt.store.stateSum(of: scope) {
            found.append("\(scope): 状态摘要与日志不符 the state digest is not what the log says")
        }
        for kind in kinds.kinds {
            try store.forEachRow(of: kind) { row in
                guard found.count < limit else { return }
                let there = try rebuilt.store.record(
                    row.id, kindName: kind.name, kind: kind, site: row.site,
                    isPublished: row.isPublished)
                let here = try store.record(
                    row.id, kindName: kind.name, kind: kind, site: row.site,
                    isPublished: row.isPublished)
                if here?.state != there?.state || here?.latest != there?.latest
                    || row.values
                        != there.map({
                            shownColumns($0.state, kind.form(isPublished: row.isPublished))
                        })
                {
                    found.append("\(kind.name) \(row.id): 与日志不符 differs from the log")
                }
            }
            // Records that are deleted are in no table.
            for (id, site) in try store.keys(of: kind) where found.count < limit {
                let state = { (replica: Replica) in
                    try replica.store.record(
                        id, kindName: kind.name, kind: kind, site: site, isPublished: false)?.state
                }
                guard let here = try state(self), here.isDeleted else { continue }
                guard try here != state(rebuilt) else { continue }
                found.append("\(kind.name) \(id): 与日志不符 differs from the log")
            }
            let count = try store.count(of: kind)
            let due = try rebuilt.store.count(of: kind)
            if count != due { found.append("\(kind.name): \(count) rows, the log says \(due)") }
        }
        let mine = try store.conflicts(onlyOpen: false)
        if mine.map(\.essence)
            != (try rebuilt.store.conflicts(onlyOpen: false).map(\.essence))
        {
            found.append("conflict: 与日志不符 the table differs from the log")
        }
        for row in mine where row.isOpen && found.count < limit {
            let dots = try store.candidates(of: row.id, version: row.version) ?? []
            if ConflictID.version(dots) != row.version {
                found.append("conflict \(row.id.hex): 与日志不符 its candidates are not its version's")
            }
        }
        return found
    }

    private func shownColumns(_ state: RecordState, _ kind: Kind) -> [String: Value] {
        var values: [String: Value] = [:]
        for (field, value) in zip(kind.fields, state.columns(by: kind)) {
            values[field.name] = value
        }
        return values
    }
}

extension ConflictRow {
    /// All but when it moved here.
    fileprivate var essence: ConflictRow {
        var row = self
        row.moved = 0
        if !row.isOpen { row.version = [] }
        return row
    }
}

extension Replica {
    /// Throws the tables away and makes them anew from the log, which stays as it is.
    public func rebuild() throws {
        authors = [:]
        try store.clearProjections()
        for kind in kinds.kinds { try store.install(kind, over: nil) }
        try replay(self)
    }
}
