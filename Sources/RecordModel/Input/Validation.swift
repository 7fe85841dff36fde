/// Whether a person may save a record as it stands: required fields, rules and the life cycle.
///
/// Only the author's own replica asks. Others merge what they receive whatever it says, or replicas
/// with different editions of a kind would come to differ.
public struct Validation: Hashable, Sendable {
    /// Where the record comes from.
    public enum Origin: Hashable, Sendable {
        /// A person enters it now: states follow one another, and guards stand at them.
        case entered
        /// A file brings it from elsewhere, in whatever state it is there.
        case imported
    }

    /// The record's kind.
    public let kind: Kind
    /// The person who saves, by the name that fields such as `decision_by` hold.
    public let actor: String
    /// What that person's device may do.
    public let roles: [Role]
    /// Where the record comes from.
    public let origin: Origin

    /// Makes a validation for saves of one person.
    public init(kind: Kind, actor: String, roles: [Role], origin: Origin = .entered) {
        self.kind = kind
        self.actor = actor
        self.roles = roles
        self.origin = origin
    }

    /// `values` of a new record, in the state that its life cycle begins with unless they say one.
    public func filled(_ values: [String: Value]) -> [String: Value] {
        guard let lifecycle = kind.lifecycle else { return values }
        return values.merging([Lifecycle.field: .text(lifecycle.initial)]) { given, initial in
            given.isNull ? initial : given
        }
    }

    /// What is wrong with a record that would hold `values`, in the order of the kind's fields.
    ///
    /// `previous` is what it held when the person began to edit; nil for a new record.
    public func errors(
        in values: [String: Value], previous: [String: Value]? = nil
    ) -> [FieldError] {
        var errors = unfilled(in: values)
        if let lifecycle = kind.lifecycle, origin == .entered {
            errors += stateErrors(lifecycle, in: values, previous: previous)
        }
        for rule in kind.rules {
            let applies = rule.condition?.holds(in: values) ?? true
            if applies, !rule.requirement.holds(in: values) {
                errors.append(FieldError(field: rule.field, message: rule.message))
            }
        }
        return errors.enumerated().sorted {
            (kind.place(of: $0.element.field) ?? 0, $0.offset)
                < (kind.place(of: $1.element.field) ?? 0, $1.offset)
        }.map(\.element)
    }

    /// What a required field without a value is told.
    static let missing = Label(chinese: "必须填写。", english: "This is required.")

    private func unfilled(in values: [String: Value]) -> [FieldError] {
        kind.fields.filter { $0.isRequired && !values.has($0.name) }
            .map { FieldError(field: $0.name, message: Self.missing) }
    }

    private func stateErrors(
        _ lifecycle: Lifecycle, in values: [String: Value], previous: [String: Value]?
    ) -> [FieldError] {
        let state = values[Lifecycle.field]?.text ?? lifecycle.initial
        let before = previous?[Lifecycle.field]?.text ?? lifecycle.initial
        // A new record may begin one step on, such as a request that is handed in at once.
        if state == before { return [] }
        guard lifecycle[before].map({ $0.next.contains(state) }) ?? true else {
            return [transitionError(lifecycle, from: before, to: state)]
        }
        return lifecycle.guards.filter { $0.state == state }.flatMap { entrance in
            entranceErrors(entrance, in: values)
        }
    }

    private func transitionError(
        _ lifecycle: Lifecycle, from before: String, to state: String
    ) -> FieldError {
        let label = { (name: String) in
            lifecycle[name]?.label ?? Label(chinese: name, english: name)
        }
        let next = lifecycle[before]?.next ?? []
        let from = label(before)
        let to = label(state)
        return FieldError(
            field: Lifecycle.field,
            message: Label(
                chinese: "不能从“\(from.chinese)”改为“\(to.chinese)”；下一步可以是："
                    + (next.isEmpty
                        ? "无" : next.map { label($0).chinese }.joined(separator: "、")) + "。",
                english: "It cannot go from \(before) to \(state). Next may come: "
                    + (next.isEmpty ? "nothing" : next.joined(separator: ", ")) + "."))
    }

    private func entranceErrors(
        _ entrance: Lifecycle.Guard, in values: [String: Value]
    ) -> [FieldError] {
        let isSame = entrance.differsFrom.contains { values.names(actor, in: $0) }
        let isRole =
            entrance.roles.isEmpty || roles.contains { entrance.roles.contains($0.rawValue) }
        let missing = entrance.requires.filter { !values.has($0) }
        if !isSame, isRole, missing.isEmpty { return [] }
        return [FieldError(field: Lifecycle.field, message: entrance.message)]
            + missing.map { FieldError(field: $0, message: Self.missing) }
    }
}

extension [String: Value] {
    /// Whether the field has a value other than nothing, an empty text or an empty list.
    func has(_ field: String) -> Bool {
        switch self[field] {
        case nil, .null, .text(""), .list([]): false
        default: true
        }
    }

    /// Whether the field holds `person`, alone or among others.
    fileprivate func names(_ person: String, in field: String) -> Bool {
        switch self[field] {
        case .text(let name): name == person
        case .list(let names): names.contains(.text(person))
        default: false
        }
    }
}
