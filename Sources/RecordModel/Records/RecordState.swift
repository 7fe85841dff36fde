public import CausalCore

/// The merged state of one record: a pure function of the changes applied to it, whatever their order.
///
/// Source: Protocol/2-records, "Records".
public struct RecordState: Hashable, Sendable {
    /// Who wrote the change with the highest stamp, and when by that person's clock.
    public struct Edit: Hashable, Sendable {
        /// The change.
        public var stamp: Stamp
        /// Milliseconds since 1970 on the author's clock.
        public var recordedAt: Int64
        /// The person.
        public var actor: String

        /// Makes an edit of its parts.
        public init(stamp: Stamp, recordedAt: Int64, actor: String) {
            self.stamp = stamp
            self.recordedAt = recordedAt
            self.actor = actor
        }
    }

    /// The record.
    public let id: RecordID
    /// The name of its kind.
    public let kind: String
    /// Whether it is there.
    public internal(set) var existence = Existence()
    /// Its fields by name, of this replica's kinds or not.
    public internal(set) var fields: [String: FieldState] = [:]
    /// The highest change; nil before the first.
    public internal(set) var updated: Edit?
    /// Which change counts of each save that adds up, once one of these was written anew; else empty.
    var saves: [SaveID: CountedSave] = [:]
    /// Whether changes must be applied by what they are known by: see ``apply(_:as:)``.
    public var countsSaves: Bool { !saves.isEmpty }

    /// The state before any change.
    public init(id: RecordID, kind: String) {
        self.id = id
        self.kind = kind
    }

    /// Applies `change`, whose context must already be applied; each change once.
    public mutating func apply(_ change: Change) {
        apply(change, isCounted: true)
    }

    /// Applies `change`, which says the save `id`, where each save counts once in sums and logs, however
    /// often it was written anew. So must all changes before that add to any have been applied.
    ///
    /// Source: Protocol/1-causality, "Saves written anew".
    public mutating func apply(_ change: Change, as id: SaveID) {
        guard change.accumulates else { return apply(change, isCounted: true) }
        let one = CountedSave(isRewritten: change.isRewritten, stamp: change.stamp)
        guard let counted = saves[id] else {
            saves[id] = one
            return apply(change, isCounted: true)
        }
        apply(change, isCounted: false)
        guard one < counted else { return }
        saves[id] = one
        // Its lines are the same; they stand where this change does.
        for name in fields.keys { fields[name]?.log.move(from: counted.stamp, to: one.stamp) }
    }

    private mutating func apply(_ change: Change, isCounted: Bool) {
        precondition(change.record == id && change.kind == kind, "a change of this record")
        let stamp = change.stamp
        let isDeletion = change.mutations.contains(.delete)
        existence.note(
            isDeletion ? .deleted : .written, at: stamp, context: change.context)
        for mutation in change.mutations where isCounted || !mutation.accumulates {
            apply(mutation, at: stamp, context: change.context)
        }
        if updated.map({ $0.stamp < stamp }) ?? true {
            updated = Edit(stamp: stamp, recordedAt: change.recordedAt, actor: change.actor)
        }
    }

    private mutating func apply(_ mutation: Mutation, at stamp: Stamp, context: VersionVector) {
        switch mutation {
        case .set(let field, let value):
            #if PLANTED_BUGS
                if PlantedBug.active == .ignoresContext { fields[field]?.register = .init() }
            #endif
            fields[field, default: .init()].register.write(value, at: stamp, context: context)
        case .insert(let field, let elements):
            for element in elements {
                fields[field, default: .init()].set.add(element, at: stamp, context: context)
            }
        case .remove(let field, let elements):
            guard var state = fields[field] else { return }
            for element in elements { state.set.remove(element, context: context) }
            // A field in which nothing is left is not there, as it is not once it was stored.
            fields[field] = state == FieldState() ? nil : state
        case .increment(let field, let amount):
            var counter = fields[field]?.counter ?? Counter()
            counter.increment(by: amount)
            fields[field, default: .init()].counter = counter
        case .append(let field, let entries):
            // A field to which nothing was written is not there, as it is not once it was stored.
            guard !entries.isEmpty else { return }
            fields[field, default: .init()].log.append(contentsOf: entries, at: stamp)
        case .delete, .keep:
            break
        }
    }

    /// What `field` shows; nil where nothing was written or somebody emptied it.
    public func shown(_ field: Field, of kind: Kind) -> Value? {
        guard let state = fields[field.name] else { return nil }
        let value = state.shown(by: field, precedence: kind.lifecycle?.precedence ?? [])
        return value == .null ? nil : value
    }

    /// The values of the columns of `kind`, in the order of its fields; nil for an empty column.
    public func columns(by kind: Kind) -> [Value?] {
        kind.fields.map { field in
            // Only what comes back as it was: SQLite would make a number of a yes or no.
            shown(field, of: kind).flatMap { field.keeps($0) ? $0 : nil }
        }
    }

    /// All that `kind` declares and that has a value, by field name.
    public func shown(by kind: Kind) -> [String: Value] {
        var values: [String: Value] = [:]
        for field in kind.fields { values[field.name] = shown(field, of: kind) }
        return values
    }

    /// Whether nobody who looks at the kind's table sees the record.
    public var isDeleted: Bool { existence.isDeleted }
}
