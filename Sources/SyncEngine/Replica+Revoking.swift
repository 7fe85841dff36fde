import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncProtocol

/// How far the feeds of a revoked device count: what the hub held of them when it revoked it.
///
/// By feed and place in it, and never by when something came, so that every replica comes to the same.
struct Cutoff: Hashable {
    static let kind = "revocation"
    static let field = "cutoff"

    private struct FeedName: Hashable {
        let scope: String
        let replica: String
    }

    private struct End: Hashable {
        let seq: UInt64
        let signature: String?
    }

    private var feeds: [FeedName: End] = [:]

    /// Reads the rows of a revocation; what is none is left out, and counts for nothing.
    init(_ rows: [Value]) {
        for case .object(let row) in rows {
            guard let scope = row["scope"]?.text, let replica = row["replica"]?.text,
                let seq = row["seq"]?.integer, seq > 0
            else { continue }
            feeds[FeedName(scope: scope, replica: replica)] = End(
                seq: UInt64(seq), signature: row["signature"]?.text)
        }
    }

    /// The last change that counts of a feed; 0 for none.
    func seq(of replica: ReplicaID, in scope: Scope) -> UInt64 {
        end(of: replica, in: scope)?.seq ?? 0
    }

    /// Its author's signature over the feed up to there; nil for none, and for what is none.
    func signature(of replica: ReplicaID, in scope: Scope) -> [UInt8]? {
        guard let digits = end(of: replica, in: scope)?.signature,
            let bytes = [UInt8](hex: digits), bytes.count == HashChain.signatureBytes
        else { return nil }
        return bytes
    }

    private func end(of replica: ReplicaID, in scope: Scope) -> End? {
        feeds[FeedName(scope: scope.text, replica: replica.description)]
    }

    /// The id of the record that revokes `device`. Source: Protocol/4-identity, "Revocation".
    static func record(of device: String) -> RecordID? {
        RecordID(hashing: "zssync/1 revocation\0\(device)")
    }
}

// The hub says in `control` that a device may not take part any more, and how far its feeds count. Who
// held more takes it out, with whatever had seen it, and what others had written goes into the log anew.
extension Replica {
    /// Revokes a device: the hub and its peers refuse it from when they hear of that, and of its feeds
    /// counts what the hub holds now. Returns how many changes that is; nil where it was revoked before.
    ///
    /// Only the hub may, and not itself; a device that its registry does not know, as that was put back
    /// from a backup, too. Throws ``EngineError/notPermitted(_:)``, and
    /// ``EngineError/noSuchDevice(_:)`` where that is no device's id.
    @discardableResult
    public func revoke(_ device: String, actor: String, reason: String) throws -> Int? {
        guard permission(for: .control) == .write, device != identity.device.text else {
            throw EngineError.notPermitted(.control)
        }
        guard let kind = kinds[Cutoff.kind] else { throw EngineError.noSuchKind(Cutoff.kind) }
        guard DeviceID(device) != nil, let record = Cutoff.record(of: device) else {
            throw EngineError.noSuchDevice(device)
        }
        if try isRevoked(device) { return nil }
        let feeds = try store.feeds(ofDevice: device).filter { $0.seq > 0 }
        let rows = try feeds.sorted { ($0.scope, $0.replica) < ($1.scope, $1.replica) }.map {
            feed in
            var row: [String: Value] = [
                "scope": .text(feed.scope.text), "replica": .text(feed.replica.description),
                "seq": .integer(Int64(feed.seq)),
            ]
            if let checkpoint = try store.checkpoint(of: feed.number, from: feed.seq) {
                row["signature"] = .text(checkpoint.signature.hex)
            }
            return Value.object(row)
        }
        var values: [String: Value] = [
            "device": .text(device), "at": .text(Timestamp.text(surroundings.now)),
            Cutoff.field: .list(rows),
        ]
        if !reason.isEmpty { values["reason"] = .text(reason) }
        try put(values, kind: kind, id: record, actor: actor)
        return feeds.reduce(0) { $0 + Int($1.seq) }
    }

    /// Whether `control` says that `device` is revoked.
    public func isRevoked(_ device: String) throws -> Bool { try cutoff(of: device) != nil }

    /// The devices that are revoked, in the order of their revocations' ids.
    public func revokedDevices() throws -> [String] {
        guard let kind = kinds[Cutoff.kind] else { return [] }
        var devices: [String] = []
        try store.forEachRow(of: kind) { row in
            guard let device = row.values["device"]?.text,
                row.id == Cutoff.record(of: device)
            else { return }
            devices.append(device)
        }
        return devices
    }

    /// Whether nothing is held of `device` but what counts; so it is of any that is not revoked.
    public func holdsWhatCounts(of device: String) throws -> Bool {
        guard let cutoff = try cutoff(of: device) else { return true }
        return try store.feeds(ofDevice: device).allSatisfy {
            $0.seq <= cutoff.seq(of: $0.replica, in: $0.scope)
        }
    }

    /// How far the feeds of `device` count; nil where it is not revoked, and all do.
    func cutoff(of device: String) throws -> Cutoff? {
        guard let kind = kinds[Cutoff.kind], let id = Cutoff.record(of: device),
            let record = try store.record(
                id, kindName: kind.name, kind: kind, site: .hub, isPublished: false),
            !record.state.isDeleted
        else { return nil }
        let shown = record.shown(by: kind)
        guard shown["device"]?.text == device else { return nil }
        return Cutoff(shown[Cutoff.field]?.list ?? [])
    }

    /// Carries out what the records called `orders` of `control` say: takes out of the log what does not
    /// count, and all that had seen it.
    ///
    /// A device that hears of its own revocation keeps what it has: nobody takes anything of it any more.
    func adoptRevocations(_ orders: [RecordID]) throws {
        #if PLANTED_BUGS
            if PlantedBug.active == .cutsByReceipt { return }
        #endif
        guard !orders.isEmpty, let kind = kinds[Cutoff.kind] else { return }
        for order in Set(orders).sorted() {
            let record = try store.record(
                order, kindName: kind.name, kind: kind, site: .hub, isPublished: false)
            guard let device = record?.shown(by: kind)["device"]?.text,
                device != identity.device.text, let cutoff = try cutoff(of: device)
            else { continue }
            for feed in try store.feeds(ofDevice: device) {
                // Taking out one feed can have shortened another.
                let held = try store.feed(feed.scope, feed.replica)?.seq ?? 0
                let last = cutoff.seq(of: feed.replica, in: feed.scope)
                if held > last { try cutOff(feed, after: last) }
                try keepEnd(of: feed, cutoff)
            }
        }
    }

    /// Keeps its author's word for what counts of `feed`: who got that and more in one segment has none for
    /// just that, and could not pass it on.
    private func keepEnd(of feed: Feed, _ cutoff: Cutoff) throws {
        let last = cutoff.seq(of: feed.replica, in: feed.scope)
        guard let held = try store.feed(feed.scope, feed.replica), last > 0, held.seq >= last,
            try store.checkpoint(of: feed.number, from: last)?.seq != last,
            let signature = cutoff.signature(of: feed.replica, in: feed.scope),
            let hash = try store.hash(of: feed.number, at: last),
            let author = try author(feed.device),
            surroundings.verifies(
                author.key, signature,
                HashChain.checkpointBytes(
                    scope: feed.scope, replica: feed.replica, seq: last, hash: hash))
        else { return }
        try store.keepCheckpoint(of: feed.number, at: last, signature: signature)
    }

    private func cutOff(_ feed: Feed, after last: UInt64) throws {
        let cuts = try cuts(of: feed.replica, from: last + 1, in: feed.scope)
        let taken = try takeOut(cuts, in: feed.scope)
        try store.notice(
            "revoked", detail: "scope \(feed.scope), device \(feed.device), after \(last)",
            at: surroundings.now)
        guard identity.isHub else { return }
        // Nobody says more than the hub, which holds all that there is to say of the others; and it has
        // made public what the records showed.
        try writeAnewAtHub(in: feed.scope)
        for key in taken.records.sorted() {
            try publishIfItFits(key, of: feed.scope, actor: "", reason: "", isGone: true)
        }
    }
}
