extension Rule.Test {
    /// Whether the test holds in `values`.
    ///
    /// A comparison with a field that has no value holds: it will be made once there is one.
    func holds(in values: [String: Value]) -> Bool {
        switch self {
        case .present(let field):
            return values.has(field)
        case .among(let field, let allowed):
            switch values[field] {
            case .list(let list): return list.contains(where: allowed.contains)
            case let value?: return allowed.contains(value)
            case nil: return false
            }
        case .notAfter(let field, let other):
            guard let first = values[field], let second = values[other] else { return true }
            return Self.isNotAfter(first, second)
        case .withoutNumbers(let field, let unless):
            if values[unless] == .boolean(true) { return true }
            return !(values[field]?.text.map(Masking.hasNumber) ?? false)
        }
    }

    private static func isNotAfter(_ first: Value, _ second: Value) -> Bool {
        switch (first, second) {
        case (.integer(let first), .integer(let second)): first <= second
        case (.text(let first), .text(let second)):
            if let first = Moment(first), let second = Moment(second) {
                first <= second
            } else if let first = Day(first.prefix(10)), let second = Day(second.prefix(10)) {
                // A day and a moment: only the moment's day counts.
                first <= second
            } else {
                true
            }
        default: true
        }
    }
}
