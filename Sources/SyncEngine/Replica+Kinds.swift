public import RecordModel
import ReplicaStore

extension Kind {
    /// The kind whose records in `control` describe kinds.
    static let definition = "kind_definition"
}

extension Replica {
    /// The kind called `name`, where records of it belong in `scope`.
    ///
    /// Anybody may write anything into the scopes of their own site. What does not belong there, as a
    /// device registered by a village or a published copy of a person's file, is kept and passed on
    /// like a record of a kind that is not known, and shows in no table. In a public scope it is the form
    /// of published copies.
    func kind(_ name: String, in scope: Scope) -> Kind? {
        guard let kind = kinds[name] else { return nil }
        let belongs =
            switch scope {
            case .control: kind.audience == .control
            case .site: kind.audience != .control
            case .published: kind.hasPublishedCopies
            }
        return belongs ? kind.form(isPublished: scope.isPublished) : nil
    }

    /// The kind definitions that `control` carries of editions that are not known, read; one that cannot
    /// be read is left out, as it was written for a newer program.
    private func newlyDefinedKinds() throws -> [Kind] {
        guard let kind = kinds[Kind.definition] else { return [] }
        var defined: [Kind] = []
        try store.forEachRow(of: kind, RecordQuery(site: .hub)) { row in
            guard let source = row.values["source"]?.text, let name = row.values["name"]?.text
            else { return }
            // Reading a description takes longer than merging most of what comes with it.
            if let known = kinds[name], let version = row.values["version"]?.integer,
                version <= known.version
            {
                return
            }
            if let kind = try? surroundings.readKind(source, "\(name).yaml") {
                defined.append(kind)
            }
        }
        return defined
    }

    /// Makes tables for the kinds that `control` has brought.
    public func adoptKinds() throws {
        for kind in try newlyDefinedKinds() {
            let current = kinds[kind.name]
            guard
                current.map({ $0.version < kind.version && kind.mistakes(after: $0).isEmpty })
                    ?? true
            else { continue }
            try install(kind)
        }
    }

    /// Makes or extends the tables of `kind` and knows it from now on.
    public func install(_ kind: Kind) throws {
        let standing = try store.storedKinds().first { $0.name == kind.name }
        if let standing, standing.version >= kind.version { return }
        let older = try standing.map { standing in
            if let known = kinds[kind.name], known.version == standing.version { return known }
            return try surroundings.readKind(standing.source, "\(standing.name).yaml")
        }
        let mistakes = older.map { kind.mistakes(after: $0) } ?? []
        guard mistakes.isEmpty else { throw EngineError.invalid(mistakes) }
        try store.install(kind, over: older)
        kinds.insert(kind)
        kindsMoved = true
        try settleAll(of: kind)
    }

    /// Finds the conflicts of records that were held before this edition of their kind was known. The
    /// hub also publishes what only this edition says is public.
    private func settleAll(of kind: Kind) throws {
        for (id, site) in try store.keys(of: kind) {
            guard
                let record = try store.record(
                    id, kindName: kind.name, kind: kind, site: site, isPublished: false)
            else { continue }
            try settleAnew(record, was: nil, kind: kind)
            guard identity.isHub, kind.hasPublishedCopies else { continue }
            try publishIfItFits(
                RecordKey(kind: kind.name, record: id), of: .site(site),
                actor: record.state.updated?.actor ?? "", reason: "")
        }
    }
}

extension Kind {
    /// Why this cannot be an edition that follows `older`: records in the field have its fields.
    func mistakes(after older: Kind) -> [FieldError] {
        var mistakes = older.fields.compactMap { field -> FieldError? in
            guard let successor = self[field.name], successor.merge == field.merge,
                successor.column == field.column,
                (successor.type == .boolean) == (field.type == .boolean)
            else {
                return FieldError(
                    field: field.name,
                    message: Label(
                        chinese: "新版本不能去掉这个字段，也不能改变它的类型或合并方式，未保存。",
                        english: "A newer edition keeps the field, its type and its merge;"
                            + " nothing was stored."))
            }
            return nil
        }
        if (audience == .control) != (older.audience == .control) {
            mistakes.append(
                FieldError(
                    field: "audience",
                    message: Label(
                        chinese: "新版本不能改变记录归谁所有，未保存。",
                        english: "A newer edition cannot move records between control and sites;"
                            + " nothing was stored.")))
        }
        return mistakes
    }
}
