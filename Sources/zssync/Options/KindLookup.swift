import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

// What the words of a command line stand for in a replica.
extension ReplicaHost {
    /// The kind called `name`, by its name or by the label that people read.
    func kind(_ name: String) throws -> Kind {
        if let kind = kinds[name] { return kind }
        let labelled = kinds.kinds.first {
            $0.label.chinese == name || $0.label.english.lowercased() == name.lowercased()
        }
        if let labelled { return labelled }
        let known = kinds.kinds.filter { $0.audience != .control }.map(\.name)
            .joined(separator: ", ")
        throw CommandFailure(
            .input, "没有名为“\(name)”的记录类型；可用：\(known)。",
            "There is no record kind \(name). Known: \(known).")
    }
}

extension Replica {
    /// The site with the code `code`.
    func site(code: String) throws -> SiteID {
        guard let site = SiteID(code) else { throw AgentError.noSuchSite(code) }
        // A device that has not met the hub yet has no registry; it knows its own site.
        if site == identity.site { return site }
        guard let kind = kinds["site"],
            try store.firstRow(of: kind, where: "code", is: code) != nil
        else { throw AgentError.noSuchSite(code) }
        return site
    }

    /// The site that a new record of `kind` belongs to.
    func siteForNew(_ kind: Kind, code: String?) throws -> SiteID? {
        if let code { return try site(code: code) }
        guard identity.isHub, kind.audience != .control else { return nil }
        throw CommandFailure.usage(
            "在中心登记时要用 --site 指明村（社区）代码，未保存。",
            "At the hub --site must say which site the record belongs to; nothing was stored.")
    }

    /// Where the record called `text` is kept, deleted ones too.
    func place(_ text: String) throws -> (id: RecordID, place: RecordPlace, isDeleted: Bool) {
        guard let id = RecordID(text) else { throw EngineError.noSuchRecord(text) }
        if let place = try store.place(of: id, among: kinds) { return (id, place, false) }
        if let place = try store.unlistedPlace(of: id) { return (id, place, true) }
        throw EngineError.noSuchRecord(text)
    }
}
