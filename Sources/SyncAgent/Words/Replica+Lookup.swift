public import RecordModel
public import ReplicaStore
public import SyncEngine

// What the words of a command line or of an address stand for in a replica.
extension Replica {
    /// The site with the code `code`.
    public func site(code: String) throws -> SiteID {
        guard let site = SiteID(code) else { throw AgentError.noSuchSite(code) }
        // A device that has not met the hub yet has no registry; it knows its own site.
        if site == identity.site { return site }
        guard let kind = kinds["site"],
            try store.firstRow(of: kind, where: "code", is: code) != nil
        else { throw AgentError.noSuchSite(code) }
        return site
    }

    /// Whether a record called `id` is erased, of whichever site.
    public func isErased(_ id: RecordID) throws -> Bool {
        try store.sitesWithErased().contains { try store.isErased(id, of: $0) }
    }

    /// Where the record called `text` is kept, deleted ones too.
    public func place(
        _ text: String
    ) throws -> (id: RecordID, place: RecordPlace, isDeleted: Bool) {
        guard let id = RecordID(text) else { throw EngineError.noSuchRecord(text) }
        if let place = try store.place(of: id, among: kinds) { return (id, place, false) }
        if let place = try store.unlistedPlace(of: id) { return (id, place, true) }
        if try isErased(id) { throw EngineError.erased(text) }
        throw EngineError.noSuchRecord(text)
    }
}
