/// What a field can hold. The same closed set on the wire, in SQLite and in JSON.
///
/// Money is an integer of fen; dates and times are text in ISO 8601; there are no fractions, so that
/// equal values have equal bytes.
public enum Value: Hashable, Sendable {
    /// Nothing: an optional field that somebody emptied.
    case null
    /// Yes or no.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// Text, stored in Unicode normalization form C as entered.
    case text(String)
    /// Values in order.
    case list([Value])
    /// Named values; names are ASCII.
    case object([String: Value])
}

extension Value {
    /// Whether both are the same value, texts byte for byte: what Unicode calls equivalent may still
    /// differ in bytes, and equal states must have equal digests.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.text(let left), .text(let right)): left.hasSameBytes(as: right)
        case (.list(let left), .list(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        switch self {
        case .null: break
        case .boolean(let boolean): hasher.combine(boolean)
        case .integer(let integer): hasher.combine(integer)
        case .text(var text): text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .list(let list): hasher.combine(list)
        case .object(let object): hasher.combine(object)
        }
    }
}

extension String {
    /// Whether both are the same bytes, which Unicode's equality does not ask.
    fileprivate func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}

extension Value {
    /// The text inside; nil for any other kind of value.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The whole number inside; nil for any other kind of value.
    public var integer: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }

    /// The values inside; nil for any other kind of value.
    public var list: [Value]? {
        if case .list(let list) = self { list } else { nil }
    }

    /// Whether this is ``null``.
    public var isNull: Bool { self == .null }
}

extension Value: Comparable {
    /// A total order over all values: by kind of value, then by content; texts by their bytes.
    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.list, .list), (.object, .object): order(left, right) < 0
        default: left.rank < right.rank
        }
    }

    /// Below 0, 0 or above as `left` comes before, with or after `right`: in one walk, as asking both
    /// ways at each level would double the work with every level of nesting.
    private static func order(_ left: Self, _ right: Self) -> Int {
        switch (left, right) {
        case (.list(let left), .list(let right)):
            for (left, right) in zip(left, right) {
                let order = order(left, right)
                if order != 0 { return order }
            }
            return left.count - right.count
        case (.object(let left), .object(let right)):
            for (left, right) in zip(sorted(left), sorted(right)) {
                let order = order(.text(left.key), .text(right.key))
                if order != 0 { return order }
                let inner = self.order(left.value, right.value)
                if inner != 0 { return inner }
            }
            return left.count - right.count
        default: return left < right ? -1 : right < left ? 1 : 0
        }
    }

    private static func sorted(_ object: [String: Value]) -> [(key: String, value: Value)] {
        object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .boolean: 1
        case .integer: 2
        case .text: 3
        case .list: 4
        case .object: 5
        }
    }
}
