import CausalCore
import Crypto
public import RecordModel
import ReplicaStore
import SyncProtocol

/// What the records in `control` that order erasures are called by.
enum Erasure {
    /// Their kind.
    static let kind = "erasure"

    /// The id of the record that orders it. Source: Protocol/1-causality, "Erased bodies".
    static func order(_ id: RecordID, of site: SiteID) -> RecordID? {
        RecordID(hashing: "zssync/1 erasure\0\(site.text)\0\(id.text)")
    }

    /// Sixteen bytes over the erased records of a site, which are sorted; empty where none is.
    ///
    /// Source: Protocol/2-records, "State digest".
    static func digest(of ids: [RecordID]) -> [UInt8] {
        if ids.isEmpty { return [] }
        let bytes = Array("zssync/1 erased\0".utf8) + ids.flatMap(\.bytes)
        return Array(SHA256.hash(data: bytes).prefix(16))
    }
}

// The hub orders in `control` that a record be erased; whoever hears of it takes the bodies of its
// changes out, and what was made of them. Headers and digests stay, so that every chain still verifies.
// `control` goes first in every session, so nobody is sent a change without its body before knowing why.
extension Replica {
    /// Erases the record called `id` of `site` here and, once they hear of it, on all replicas: in the
    /// site's own scope and in its public one, whatever is written to it, and for ever.
    ///
    /// Only the hub may. The record need not be held here. `reason` is read by everybody: it must not
    /// name the person. Returns how many changes lost their bodies here, in the log and aside from it; none
    /// where that was done before. Throws ``EngineError/notPermitted(_:)``.
    @discardableResult
    public func erase(
        _ id: RecordID, of site: SiteID, actor: String, reason: String
    ) throws -> Int {
        guard permission(for: .control) == .write, site != .hub else {
            throw EngineError.notPermitted(.control)
        }
        guard let kind = kinds[Erasure.kind] else { throw EngineError.noSuchKind(Erasure.kind) }
        guard let order = Erasure.order(id, of: site) else {
            throw EngineError.noSuchRecord(id.text)
        }
        var values: [String: Value] = [
            "record": .text(id.text), "site_id": .text(site.text),
            "at": .text(Timestamp.text(surroundings.now)),
        ]
        if !reason.isEmpty { values["reason"] = .text(reason) }
        // An order that stands, stands: saying it again only sees to it that it is carried out.
        let standing = try store.record(
            order, kindName: kind.name, kind: kind, site: .hub, isPublished: false)
        if standing == nil { try put(values, kind: kind, id: order, actor: actor) }
        return try carryOut(id, of: site)
    }

    /// Whether the record called `id` is erased in `scope`.
    func isErased(_ id: RecordID, in scope: Scope) throws -> Bool {
        guard let site = scope.site else { return false }
        let sites = try sitesWithErased ?? Set(store.sitesWithErased())
        sitesWithErased = sites
        return try sites.contains(site) && store.isErased(id, of: site)
    }

    /// Whether the body of a change that came is kept.
    func takesBody(of opened: OpenedChange, in scope: Scope) throws -> Bool {
        #if PLANTED_BUGS
            if PlantedBug.active == .keepsLateWrites { return true }
        #endif
        return try !isErased(opened.record, in: scope)
    }

    /// Throws where `values` of a record in `scope` refer to one that is erased: there would be no way to
    /// find again what is said there of somebody who is to be forgotten.
    func refuseErased(_ values: [String: Value], _ kind: Kind, in scope: Scope) throws {
        for field in kind.fields {
            guard case .reference = field.type, let text = values[field.name]?.text,
                let id = RecordID(text), try isErased(id, in: scope)
            else { continue }
            throw EngineError.erased(text)
        }
    }

    /// What ``Erasure/digest(of:)`` says of `scope`.
    func erasedDigest(of scope: Scope) throws -> [UInt8] {
        Erasure.digest(of: try scope.site.map { try store.erased(of: $0) } ?? [])
    }

    /// Carries out what the records called `orders` of `control` say.
    func adoptErasures(_ orders: [RecordID]) throws {
        guard !orders.isEmpty, let kind = kinds[Erasure.kind] else { return }
        for order in Set(orders).sorted() {
            let record = try store.record(
                order, kindName: kind.name, kind: kind, site: .hub, isPublished: false)
            guard let shown = record?.shown(by: kind),
                let id = shown["record"]?.text.flatMap({ RecordID($0) }),
                let site = shown["site_id"]?.text.flatMap({ SiteID($0) }), site != .hub
            else { continue }
            try carryOut(id, of: site)
        }
    }

    /// Carries out all that `control` says.
    func adoptAllErasures() throws {
        guard let kind = kinds[Erasure.kind] else { return }
        try adoptErasures(store.keys(of: kind).map(\.id))
    }

    /// Why changes without their bodies are not taken: this replica does not know that their records are
    /// erased, and whoever passes changes on must not choose what others learn of them.
    func strippedBody(in entries: [OpenedEntry], _ segment: Segment) throws -> Refusal? {
        #if PLANTED_BUGS
            if PlantedBug.active == .takesStripped { return nil }
        #endif
        for entry in entries where entry.opened.kind == nil {
            if try !isErased(entry.opened.record, in: segment.scope) {
                return .stripped(segment.replica, seq: entry.opened.dot.seq)
            }
        }
        return nil
    }

    /// Takes out of this replica what it holds of a record; nothing where that was done before, as
    /// nothing of it came in since.
    @discardableResult
    private func carryOut(_ id: RecordID, of site: SiteID) throws -> Int {
        guard try store.noteErased(id, of: site) else { return 0 }
        var count = 0
        sitesWithErased = nil
        for scope in [Scope.site(site), .published(site)] {
            for record in try records(called: id, in: scope) {
                count += try eraseBodies(of: record)
                try forget(record)
            }
            count += try eraseBodiesAside(of: id, in: scope)
        }
        // What was begun about it and not saved, too: a visit to somebody, say.
        for draft in try store.drafts()
        where draft.record == id || draft.content.contains(id.text) {
            try store.removeDraft(of: draft.record)
        }
        needsScrub = true
        return count
    }

    /// What is held under one id: of an honest author one record, of others one of each kind.
    private func records(called id: RecordID, in scope: Scope) throws -> [StoredRecord] {
        let names = Set(kinds.kinds.map(\.name)).union(try store.unlistedKinds(of: id))
        return try names.sorted().compactMap { name in
            try store.record(
                id, kindName: name, kind: kind(name, in: scope), site: scope.site ?? .hub,
                isPublished: scope.isPublished)
        }
    }

    private func eraseBodies(of record: StoredRecord) throws -> Int {
        let entries = try entries(of: record).filter { $0.entry.body != nil }
        for logged in entries {
            try store.eraseBody(
                at: logged.arrival, digest: SealedChange(logged.entry).bodyDigest)
        }
        return entries.count
    }

    /// Takes a record out of the tables whose log has no bodies any more.
    private func forget(_ record: StoredRecord) throws {
        let (id, scope) = (record.state.id, record.scope)
        let kind = kind(record.state.kind, in: scope)
        try store.forget(record, kind: kind)
        try store.replace(digest(of: record.state), with: nil, in: scope)
        try store.removeConflicts(of: id, in: scope)
        if let kind { try compareOthers(after: record, kind: kind) }
        if case .site(let site) = scope {
            try store.settle(CopyDue(site: site, kind: record.state.kind, record: id))
        }
    }

    private func eraseBodiesAside(of id: RecordID, in scope: Scope) throws -> Int {
        #if PLANTED_BUGS
            if PlantedBug.active == .keepsErasedAside { return 0 }
        #endif
        var count = 0
        for taken in try store.quarantined(in: scope, reason: nil) where taken.entry.body != nil {
            guard try FeedCursor.outline(of: taken.entry.header).record == id else { continue }
            try store.eraseBodyAside(
                taken.entry.hash, in: scope, digest: SealedChange(taken.entry).bodyDigest)
            count += 1
        }
        return count
    }
}

extension Kind {
    /// Whether its records are orders of the hub, each given by a command of its own.
    var isOrder: Bool { name == Erasure.kind || name == Cutoff.kind }
}
