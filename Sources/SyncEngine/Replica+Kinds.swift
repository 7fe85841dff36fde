public import RecordModel
import ReplicaStore

extension Replica {
    /// The kind definitions that `control` carries, read; one that cannot be read is left out, as it
    /// was written for a newer program.
    func definedKinds() throws -> [Kind] {
        guard let kind = kinds["kind_definition"] else { return [] }
        var defined: [Kind] = []
        try store.forEachRow(of: kind) { row in
            guard let source = row.values["source"]?.text, let name = row.values["name"]?.text
            else { return }
            if let kind = try? KindReader.kind(source: source, file: "\(name).yaml") {
                defined.append(kind)
            }
        }
        return defined
    }

    /// Makes tables for the kinds that `control` has brought.
    func adoptKinds() throws {
        for kind in try definedKinds() {
            let current = kinds[kind.name]
            guard current.map({ $0.version < kind.version }) ?? true else { continue }
            try install(kind)
        }
    }

    /// Makes or extends the tables of `kind` and knows it from now on.
    public func install(_ kind: Kind) throws {
        let standing = try store.storedKinds().first { $0.name == kind.name }
        if let standing, standing.version >= kind.version { return }
        let older = try standing.map {
            try KindReader.kind(source: $0.source, file: "\($0.name).yaml")
        }
        try store.install(kind, over: older)
        kinds.insert(kind)
        kindsMoved = true
        try settleAll(of: kind)
    }

    /// Finds the conflicts of records that were held before their kind was known.
    private func settleAll(of kind: Kind) throws {
        var keys: [(RecordID, SiteID)] = []
        try store.forEachRow(of: kind) { if !$0.isPublished { keys.append(($0.id, $0.site)) } }
        for (id, site) in keys {
            guard
                let record = try store.record(
                    id, kindName: kind.name, kind: kind, site: site, isPublished: false)
            else { continue }
            try settle(record, was: nil, kind: kind, scope: record.scope, arrival: record.latest)
        }
    }
}
