import CausalCore
import RecordModel
import ReplicaStore
import SimulationKit

/// Transactions by chance over the tables of a replica: the same seed asks the same of any store.
struct StoreScript {
    /// A transaction that is to leave nothing.
    struct TakenBack: Error {}
    /// A store that says another thing than it did.
    struct Unlike: Error {}

    private let seed: UInt64
    private var lamport: UInt64 = 0
    /// The edition whose tables stand; 0 for none.
    private var edition = 0

    init(seed: UInt64) { self.seed = seed }

    static let sites = ["442000001001", "442000002002"].compactMap { SiteID($0) }
    static let scopes = sites.map { Scope.site($0) } + [.control]
    static let replicas = (1...4).map { ReplicaID(high: 7, low: UInt64($0)) }
    static let records = (1...6).map { RecordID(millisecondsSince1970: Int64($0), random: (9, 9)) }
    static let peers = ["one", "two"]

    /// The edition of the kind that the tables are of; nil for none.
    func kind() throws -> Kind? { edition == 0 ? nil : try Specimen.kind(edition: edition) }

    /// Whether a transaction is to leave nothing.
    func isTakenBack(_ number: Int) -> Bool {
        var chance = Chance(seed: seed, .disk, event: number)
        return Int.random(in: 0..<4, using: &chance) == 0
    }

    /// One transaction; throws ``TakenBack`` where it is to leave nothing.
    mutating func step(_ number: Int, in store: any Store) throws {
        var chance = Chance(seed: seed, .plan, event: number)
        for _ in 0..<Int.random(in: 1...6, using: &chance) { try act(in: store, &chance) }
        try store.flush()
        if isTakenBack(number) { throw TakenBack() }
    }

    private mutating func act(in store: any Store, _ chance: inout Chance) throws {
        switch Int.random(in: 0..<15, using: &chance) {
        case 0...3: try growFeed(in: store, &chance)
        case 4: try cutFeed(in: store, &chance)
        case 5...8: try mergeRecord(in: store, &chance)
        case 9: try editRecord(in: store, &chance)
        case 10: try judge(in: store, &chance)
        case 11: try remember(in: store, &chance)
        case 12: try note(in: store, &chance)
        case 13: try erase(in: store, &chance)
        default: try moveKind(in: store, &chance)
        }
    }

    // MARK: Feeds

    private func growFeed(in store: any Store, _ chance: inout Chance) throws {
        let (scope, replica) = (Self.scopes.drawn(&chance), Self.replicas.drawn(&chance))
        var feed =
            try store.feed(scope, replica)
            ?? store.begin(
                scope, replica, device: "device \(replica.bytes[15] / 2)", epoch: 1, genesis: [1])
        for _ in 0..<Int.random(in: 1...4, using: &chance) {
            feed.seq += 1
            feed.lamport += UInt64.random(in: 1...9, using: &chance)
            feed.hash = [
                UInt8(truncatingIfNeeded: feed.seq), UInt8.random(in: 0...9, using: &chance),
            ]
            let body = [UInt8]((0..<Int.random(in: 0...40, using: &chance)).map { UInt8($0) })
            let isErased = Int.random(in: 0..<9, using: &chance) == 0
            try store.append(
                LogEntry(
                    seq: feed.seq, lamport: feed.lamport, hash: feed.hash, header: [4, 5],
                    body: isErased ? nil : body, digest: isErased ? [7] : nil),
                to: feed.number, previous: try store.lastArrival() / 2)
            if Int.random(in: 0..<3, using: &chance) == 0 {
                feed.context[Self.replicas.drawn(&chance)] = feed.seq
                try store.keep(feed.context, of: feed.number, at: feed.seq)
            }
        }
        if Int.random(in: 0..<2, using: &chance) == 0 {
            try store.keepCheckpoint(of: feed.number, at: feed.seq, signature: feed.hash)
        }
        try store.save(feed)
        let hash = [UInt8](repeating: UInt8.random(in: 0...255, using: &chance), count: 32)
        try store.replace(nil, with: hash, in: scope)
        try store.link(try store.lastArrival(), previous: nil)
    }

    private func cutFeed(in store: any Store, _ chance: inout Chance) throws {
        guard var feed = try store.feeds(in: Self.scopes.drawn(&chance)).first, feed.seq > 0 else {
            return
        }
        let first = UInt64.random(in: 1...feed.seq, using: &chance)
        for logged in try store.entries(of: feed.number, from: first, limit: .max) {
            try store.quarantine(
                QuarantinedEntry(
                    cut: try store.lastCut() + 1, replica: feed.replica, entry: logged.entry,
                    context: try store.context(
                        of: feed.number, feed.replica, at: logged.entry.seq)),
                scope: feed.scope, reason: "lost")
        }
        try store.cut(feed.number, from: first)
        feed.seq = first - 1
        feed.lamport = try store.lamport(of: feed.number, at: feed.seq) ?? 0
        feed.hash = try store.hash(of: feed.number, at: feed.seq) ?? [1]
        try store.save(feed)
        if Int.random(in: 0..<2, using: &chance) == 0 {
            try store.settleQuarantine(of: feed.scope, from: "lost", to: "written anew")
        }
    }

    private func erase(in store: any Store, _ chance: inout Chance) throws {
        let scope = Self.scopes.drawn(&chance)
        if let site = scope.site {
            let record = Self.records.drawn(&chance)
            let isErased = try store.isErased(record, of: site)
            guard try store.noteErased(record, of: site) != isErased else { throw Unlike() }
        }
        for feed in try store.feeds(in: scope) where feed.seq > 0 {
            let seq = UInt64.random(in: 1...feed.seq, using: &chance)
            for logged in try store.entries(of: feed.number, from: seq, limit: 1) {
                try store.eraseBody(at: logged.arrival, digest: [UInt8](repeating: 8, count: 32))
            }
        }
        if let taken = try store.quarantined(in: scope, reason: "lost").first {
            try store.eraseBodyAside(taken.entry.hash, in: scope, digest: [9])
        }
    }

    // MARK: Records

    private mutating func mergeRecord(in store: any Store, _ chance: inout Chance) throws {
        let (id, site) = (Self.records.drawn(&chance), Self.sites.drawn(&chance))
        let isPublished = Int.random(in: 0..<4, using: &chance) == 0
        let kind = try kind()
        let old = try store.record(
            id, kindName: Specimen.name, kind: kind, site: site, isPublished: isPublished)
        if let old, Int.random(in: 0..<9, using: &chance) == 0 {
            return try store.forget(old, kind: kind)
        }
        lamport += 1
        var new =
            old
            ?? StoredRecord(
                state: RecordState(id: id, kind: Specimen.name), site: site,
                isPublished: isPublished, latest: 0)
        let dot = Dot(Self.replicas.drawn(&chance), lamport)
        new.state.apply(
            Change(
                scope: .site(site), dot: dot, lamport: lamport,
                context: VersionVector(
                    Int.random(in: 0..<3, using: &chance) == 0
                        ? [] : Self.replicas.map { Dot($0, lamport - 1) }), record: id,
                kind: Specimen.name, mutations: Specimen.mutations(&chance),
                recordedAt: Int64(lamport) * 1_000, actor: "陈\(lamport % 3)"))
        new.latest = Int64(lamport)
        if old == nil, let kind, !new.state.isDeleted, try store.insert(new, kind: kind) { return }
        try store.save(new, kind: kind, was: old)
    }

    private mutating func editRecord(in store: any Store, _ chance: inout Chance) throws {
        guard let kind = try kind() else { return }
        lamport += 1
        let stamp = Stamp(lamport: lamport, dot: Dot(Self.replicas.drawn(&chance), lamport))
        let seen = VersionVector(Self.replicas.map { Dot($0, lamport - 1) })
        let value = RawValue(.text("改\(Int.random(in: 0..<3, using: &chance))"))
        _ = try store.edit(
            Self.records.drawn(&chance), of: kind, site: Self.sites.drawn(&chance),
            isPublished: false, arrival: Int64(lamport)
        ) { record in
            record.begin(at: stamp, context: seen)
            guard record.isPlain else { return nil }
            Array("remark".utf8).withUnsafeBytes { record.take(.set(field: $0, value: value)) }
            return record.isPlain ? (Int64(lamport) * 1_000, "李") : nil
        }
    }

    private mutating func moveKind(in store: any Store, _ chance: inout Chance) throws {
        if edition == 2, Int.random(in: 0..<2, using: &chance) == 0 {
            try store.clearProjections()
            return edition = 0
        }
        let older = try kind()
        edition = min(edition + 1, 2)
        if let kind = try kind(), kind != older { try store.install(kind, over: older) }
    }

    // MARK: What stands beside them

    private func judge(in store: any Store, _ chance: inout Chance) throws {
        let id = [UInt8](repeating: UInt8.random(in: 1...5, using: &chance), count: 16)
        let (record, scope) = (Self.records.drawn(&chance), Self.scopes.drawn(&chance))
        switch (Int.random(in: 0..<5, using: &chance), try store.conflict(id)) {
        case (0, let known?): try store.remove(known)
        case (1, _): try store.removeConflicts(of: record, in: scope)
        case (_, let known):
            let version = [UInt8](
                repeating: UInt8.random(in: 1...3, using: &chance), count: 16)
            var row =
                known
                ?? ConflictRow(
                    id: id, scope: scope, kind: Specimen.name, record: record,
                    conflictClass: id[0] == 1 ? .soft : .concurrentEdit, field: "title",
                    other: id[0] == 2 ? Self.records[0] : nil, isOpen: true, version: version,
                    moved: 0)
            row.isOpen = Int.random(in: 0..<3, using: &chance) > 0
            (row.version, row.moved) = (version, Int64(lamport))
            try store.save(row, candidates: [Dot(Self.replicas.drawn(&chance), lamport + 1)])
        }
    }

    private func remember(in store: any Store, _ chance: inout Chance) throws {
        let (peer, scope) = (Self.peers.drawn(&chance), Self.scopes.drawn(&chance))
        try store.save(
            PeerRow(
                device: peer, site: "city", isHub: peer == "one", contactedAt: Int64(lamport),
                clockOffset: 3))
        try store.agree(with: peer, on: scope, digest: [UInt8(truncatingIfNeeded: lamport)])
        for feed in try store.feeds(in: scope) {
            try store.acknowledge(feed.number, upTo: feed.seq, by: peer)
        }
        let copy = CopyDue(
            site: Self.sites.drawn(&chance), kind: Specimen.name,
            record: Self.records.drawn(&chance))
        if Int.random(in: 0..<3, using: &chance) == 0 {
            try store.settle(copy)
        } else {
            try store.note(copy, from: peer)
        }
    }

    private func note(in store: any Store, _ chance: inout Chance) throws {
        let number = Int.random(in: 0..<3, using: &chance)
        try store.set("setting \(number)", to: "\(lamport)")
        try store.noticeOnce("refused", detail: "\(number)", at: 1)
        let record = Self.records.drawn(&chance)
        if number == 0 {
            try store.removeDraft(of: record)
        } else {
            try store.save(
                StoredDraft(
                    record: record, kind: Specimen.name, at: Int64(lamport / 2), content: "a=b"))
        }
        let secret = [UInt8(number)]
        if try store.invitation(secret) == nil {
            try store.keepInvitation(
                secretHash: secret, site: Self.sites.drawn(&chance), roles: [.reviewer, .clerk],
                label: "新", expiresAt: Int64(lamport))
        } else {
            try store.redeem(secret, by: "device \(lamport)")
        }
    }
}

extension Array {
    fileprivate func drawn(_ chance: inout Chance) -> Element {
        self[Int.random(in: indices, using: &chance)]
    }
}
