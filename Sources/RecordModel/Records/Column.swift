/// How SQLite keeps a field's shown value.
public enum Column: Hashable, Sendable {
    /// As text.
    case text
    /// As a whole number.
    case integer
    /// As JSON.
    case json

    /// Whether a column of this sort can hold `value`.
    ///
    /// A value that does not fit, as from another edition of the kind, is kept beside the columns.
    public func holds(_ value: Value) -> Bool {
        switch (self, value) {
        case (.text, .text), (.integer, .integer), (.integer, .boolean): true
        case (.json, .list), (.json, .object): true
        default: false
        }
    }
}

extension Field {
    /// How SQLite keeps what the field shows.
    public var column: Column {
        if isWholeList { return .json }
        switch merge {
        case .set, .log: return .json
        case .sum: return .integer
        case .choose, .latest, .max, .min, .lifecycle: break
        }
        switch type {
        case .text, .date, .moment, .choice, .residentNumber, .phone, .reference: return .text
        case .integer, .money, .boolean: return .integer
        case .rows: return .json
        }
    }

    /// Whether the field's column gives back exactly `value`.
    public func keeps(_ value: Value) -> Bool {
        if case .boolean = value { return type == .boolean }
        if case .integer = value, type == .boolean { return false }
        return column.holds(value)
    }
}
