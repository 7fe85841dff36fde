public import CausalCore

/// All that is known of one field of one record.
///
/// The mutation says which structure it belongs to, not the kind: so a field that this replica's
/// kinds do not know yet merges all the same, and shows once its kind arrives.
public struct FieldState: Hashable, Sendable {
    /// Values that were set.
    public var register = Register<Value>()
    /// Elements that were inserted and not removed.
    public var set = AddWinsSet<Value>()
    /// Increments; nil where there was none.
    public var counter: Counter?
    /// Lines that were appended.
    public var log = GrowOnlyLog<Value>()

    /// The state of a field that nobody has touched.
    public init() {}

    /// Whether nothing is left in it that a digest or a column could show.
    var isEmpty: Bool {
        register.siblings.isEmpty && set.additions.isEmpty && (counter?.total ?? 0) == 0
            && log.lines.isEmpty
    }

    /// What `field` shows, by its merge; nil where nothing was written.
    public func shown(by field: Field, precedence: [String] = []) -> Value? {
        switch field.merge {
        case .choose, .latest: register.latest?.value
        case .max: register.siblings.map(\.value).max()
        case .min: register.siblings.map(\.value).filter { !$0.isNull }.min() ?? latestNull
        case .lifecycle: cautious(precedence)
        case .sum: counter.map { .integer($0.total) }
        case .set: set.additions.isEmpty ? nil : .list(set.elements)
        case .log: log.lines.isEmpty ? nil : .list(log.lines.map(\.entry))
        }
    }

    private var latestNull: Value? { register.latest?.value }

    /// The sibling whose state comes first in `precedence`; states that it does not name come last.
    private func cautious(_ precedence: [String]) -> Value? {
        let rank = { (value: Value) in
            value.text.flatMap(precedence.firstIndex(of:)) ?? precedence.count
        }
        // Among equals the highest stamp, as siblings are sorted by it.
        return register.siblings.reversed().min { rank($0.value) < rank($1.value) }?.value
    }
}
