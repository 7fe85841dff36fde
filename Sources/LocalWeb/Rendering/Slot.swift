/// What a template shows: the only kind of value that reaches one.
enum Slot: Sendable {
    case text(String)
    case flag(Bool)
    case list([Slot])
    case model(Model)

    /// A text; where there is none, what a template takes for "not there".
    static func maybe(_ text: String?) -> Slot {
        guard let text, !text.isEmpty else { return false }
        return .text(text)
    }

    /// A number as a text.
    static func number(_ number: Int) -> Slot { .text(String(number)) }

    /// A list of models.
    static func models(_ models: [Model]) -> Slot { .list(models.map(Slot.model)) }

    /// A model; "not there" for nil.
    static func maybe(_ model: Model?) -> Slot { model.map(Slot.model) ?? false }
}

/// The names that a template reads, and what stands under them.
typealias Model = [String: Slot]

extension Slot: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
    init(stringLiteral text: String) { self = .text(text) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
}
