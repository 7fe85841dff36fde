import CausalCore
public import RecordModel
public import ReplicaStore

/// What a person typed, before it is checked.
public struct Draft: Hashable, Sendable {
    /// The name of the kind.
    public var kind: String
    /// The record's id; nil for a new one to be drawn.
    public var record: RecordID?
    /// The site; nil for the device's own.
    public var site: SiteID?
    /// The new values by field name; ``RecordModel/Value/null`` empties a field.
    public var values: [String: Value]
    /// The token of what the person had seen; nil for all that is held now.
    public var base: String?
    /// The person.
    public var actor: String
    /// Why.
    public var reason: String
    /// Whether a person enters it or a file brings it.
    public var origin: Validation.Origin

    /// Makes a draft of its parts.
    public init(
        kind: String, record: RecordID? = nil, site: SiteID? = nil, values: [String: Value],
        base: String? = nil, actor: String, reason: String = "",
        origin: Validation.Origin = .entered
    ) {
        self.kind = kind
        self.record = record
        self.site = site
        self.values = values
        self.base = base
        self.actor = actor
        self.reason = reason
        self.origin = origin
    }
}

extension Replica {
    /// The scope that a record of `kind` at `site` is written in.
    public func scope(of kind: Kind, site: SiteID?) -> Scope {
        if kind.audience == .control { return .control }
        return .site(site ?? identity.site)
    }

    /// Checks a new record and writes it. Durable once the caller commits.
    @discardableResult
    public func add(_ draft: Draft) throws -> RecordID {
        guard let kind = kinds[draft.kind] else { throw EngineError.noSuchKind(draft.kind) }
        guard !kind.isOrder else { throw EngineError.isOrder(kind.name) }
        let scope = scope(of: kind, site: draft.site)
        guard permission(for: scope) == .write else { throw EngineError.notPermitted(scope) }
        let validation = Validation(
            kind: kind, actor: draft.actor, roles: identity.roles, origin: draft.origin)
        let values = try numbered(validation.filled(draft.values), kind: kind, scope: scope)
        let errors = validation.errors(in: values)
        guard errors.isEmpty else { throw EngineError.invalid(errors) }
        try refuseErased(values, kind, in: scope)
        let id = draft.record ?? newRecordID()
        try write(
            Edit(
                kind: kind.name, record: id, scope: scope, mutations: kind.creations(of: values),
                actor: draft.actor, reason: draft.reason))
        return id
    }

    /// Checks an edit against what the person had seen and writes what differs from that.
    ///
    /// Returns nil, having written nothing, where nothing differs.
    @discardableResult
    public func edit(_ draft: Draft, of place: RecordPlace, _ id: RecordID) throws -> Change? {
        let (kind, scope) = try editable(place)
        let context = try draft.base.map { try self.context(of: $0, in: scope) }
        let (before, contested) = try seen(id, of: kind, at: place.site, context: context)
        let values = signed(draft, before: before, kind: kind)
        let after = before.merging(values) { $1 }.filter { !$0.value.isNull }
        let validation = Validation(kind: kind, actor: draft.actor, roles: identity.roles)
        let errors = validation.errors(in: after, previous: before)
        guard errors.isEmpty else { throw EngineError.invalid(errors) }
        try refuseErased(values, kind, in: scope)
        var mutations: [Mutation] = []
        for field in kind.fields where values[field.name] != nil {
            if contested.contains(field.name), before[field.name] == after[field.name] {
                // Saying again what is shown settles what it stands against.
                mutations.append(.set(field: field.name, value: after[field.name] ?? .null))
            } else {
                mutations += field.mutations(from: before[field.name], to: after[field.name])
            }
        }
        guard !mutations.isEmpty else { return nil }
        return try write(
            Edit(
                kind: kind.name, record: id, scope: scope, mutations: mutations,
                context: context, actor: draft.actor, reason: draft.reason))
    }

    /// The draft's values, with the person's name in the fields that the new state says.
    private func signed(
        _ draft: Draft, before: [String: Value], kind: Kind
    ) -> [String: Value] {
        guard let state = draft.values[Lifecycle.field], state != before[Lifecycle.field] else {
            return draft.values
        }
        var values = draft.values
        for entrance in kind.lifecycle?.guards ?? [] where .text(entrance.state) == state {
            for field in entrance.signs
            where values[field] == nil && before[field] == nil && kind[field] != nil {
                values[field] = .text(draft.actor)
            }
        }
        return values
    }

    /// Deletes a record as far as the person had seen it.
    @discardableResult
    public func delete(
        _ id: RecordID, at place: RecordPlace, base: String?, actor: String, reason: String
    ) throws -> Change {
        let (kind, scope) = try editable(place)
        _ = try record(id, of: kind, at: place.site)
        return try write(
            Edit(
                kind: kind.name, record: id, scope: scope, mutations: [.delete],
                context: try base.map { try self.context(of: $0, in: scope) }, actor: actor,
                reason: reason))
    }

    private func editable(_ place: RecordPlace) throws -> (kind: Kind, scope: Scope) {
        guard let kind = kinds[place.kind] else { throw EngineError.noSuchKind(place.kind) }
        let scope = kind.audience == .control ? Scope.control : .site(place.site)
        guard !kind.isOrder else { throw EngineError.isOrder(kind.name) }
        guard !place.isPublished, permission(for: scope) == .write else {
            throw EngineError.notPermitted(scope)
        }
        return (kind, scope)
    }

    private func record(_ id: RecordID, of kind: Kind, at site: SiteID) throws -> StoredRecord {
        guard
            let record = try store.record(
                id, kindName: kind.name, kind: kind, site: site, isPublished: false)
        else {
            throw try store.isErased(id, of: site)
                ? EngineError.erased(id.text) : EngineError.noSuchRecord(id.text)
        }
        return record
    }

    /// What a record shows to a person who has seen what `base` names, or else all that is held; and
    /// the fields in which values stand against each other there, which no form may say again unseen.
    public func view(
        of id: RecordID, at place: RecordPlace, base: String? = nil
    ) throws -> (values: [String: Value], contested: Set<String>) {
        guard let kind = kinds[place.kind] else { throw EngineError.noSuchKind(place.kind) }
        let scope = kind.audience == .control ? Scope.control : .site(place.site)
        return try seen(
            id, of: kind, at: place.site,
            context: base.map { try context(of: $0, in: scope) })
    }

    /// What a person sees of a record who has seen `context`, or else all that is held; and the fields
    /// in which values stand against each other.
    private func seen(
        _ id: RecordID, of kind: Kind, at site: SiteID, context: VersionVector?
    ) throws -> (values: [String: Value], contested: Set<String>) {
        // Nearly all edits are of records in which nothing stands against anything.
        if context == nil, let values = try store.plainValues(of: id, kind: kind, site: site) {
            return (values, [])
        }
        let record = try record(id, of: kind, at: site)
        let state = try context.map { try history(of: record).state(at: $0) } ?? record.state
        let contested = state.fields.filter { $0.value.register.isContested }
        return (state.shown(by: kind), Set(contested.keys))
    }

    /// Gives the required running numbers that a new record lacks.
    ///
    /// Without coordination: site, year, four letters of the replica, the change's place in its feed,
    /// a check digit. Should two replicas share the letters, the clash is reported.
    private func numbered(
        _ values: [String: Value], kind: Kind, scope: Scope
    ) throws -> [String: Value] {
        var values = values
        for field in kind.numbers where field.isRequired && (values[field.name] ?? .null).isNull {
            let own = try ownFeed(in: scope).feed
            let year = Timestamp.text(surroundings.now).prefix(4)
            let letters = own.replica.description.prefix(4).uppercased()
            let body = "\(scope.site ?? .hub)-\(year)-\(letters)-\(own.seq + 1)"
            let sum = body.utf8.enumerated().reduce(0) {
                ($0 + Int($1.element) * ($1.offset % 9 + 1)) % 97
            }
            values[field.name] = .text(body + "-" + (sum < 10 ? "0" : "") + String(sum))
        }
        return values
    }
}
