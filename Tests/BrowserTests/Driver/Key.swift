/// A key to press, with the keys that are held down meanwhile: `.tab`, `.shift(.tab)`, `"a"`.
struct Key: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The character of the key; keys without one have a code point of their own in the protocol.
    let value: String
    /// The keys that are held down, in the order in which they go down.
    private let held: [String]

    static let tab = Key("\u{E004}")
    static let enter = Key("\u{E006}")
    static let escape = Key("\u{E00C}")
    static let space = Key(" ")
    static let backspace = Key("\u{E003}")
    static let delete = Key("\u{E017}")
    static let left = Key("\u{E012}")
    static let up = Key("\u{E013}")
    static let right = Key("\u{E014}")
    static let down = Key("\u{E015}")
    static let pageUp = Key("\u{E00E}")
    static let pageDown = Key("\u{E00F}")
    static let end = Key("\u{E010}")
    static let home = Key("\u{E011}")

    init(stringLiteral value: String) { self.init(value) }

    init(_ value: String, held: [String] = []) {
        self.value = value
        self.held = held
    }

    /// The key while Shift is held.
    static func shift(_ key: Key) -> Key { key.holding("\u{E008}") }

    /// The key while Control is held.
    static func control(_ key: Key) -> Key { key.holding("\u{E009}") }

    /// The key while Alt is held.
    static func alt(_ key: Key) -> Key { key.holding("\u{E00A}") }

    /// The key while Meta is held.
    static func meta(_ key: Key) -> Key { key.holding("\u{E03D}") }

    private func holding(_ modifier: String) -> Key { Key(value, held: [modifier] + held) }

    /// What a keyboard does to press it: all down in order, all up again in the opposite order.
    var actions: [JSON] {
        let keys = held + [value]
        return keys.map { ["type": "keyDown", "value": .string($0)] }
            + keys.reversed().map { ["type": "keyUp", "value": .string($0)] }
    }
}
