/// The states that a record goes through, and who may take it from one to the next.
public struct Lifecycle: Hashable, Sendable {
    /// One state.
    public struct State: Hashable, Sendable {
        /// The value as stored.
        public let name: String
        /// The value as people read it.
        public let label: Label
        /// What people do to take a record there: `提交` for `已提交`; the label where nothing is said.
        public let step: Label
        /// The states that may come next.
        public let next: [String]

        /// Makes a state.
        public init(name: String, label: Label, step: Label? = nil, next: [String]) {
            self.name = name
            self.label = label
            self.step = step ?? label
            self.next = next
        }
    }

    /// What must hold for a record to enter a state.
    public struct Guard: Hashable, Sendable {
        /// The state that is guarded.
        public let state: String
        /// One of these roles is needed; empty for anybody who may write.
        public let roles: [String]
        /// Fields that must not be empty.
        public let requires: [String]
        /// The person who saves must not be the one named in any of these fields.
        public let differsFrom: [String]
        /// Fields that get the name of the person who saves, where they are empty.
        public let signs: [String]
        /// The sentence that says why not.
        public let message: Label

        /// Makes a guard.
        public init(
            state: String, roles: [String], requires: [String], differsFrom: [String],
            signs: [String] = [], message: Label
        ) {
            self.state = state
            self.roles = roles
            self.requires = requires
            self.differsFrom = differsFrom
            self.signs = signs
            self.message = message
        }
    }

    /// The name of the field that holds the state; always `status`.
    public static let field = "status"

    /// The state of a new record.
    public let initial: String
    /// All states in declared order.
    public let states: [State]
    /// What guards the entrances.
    public let guards: [Guard]
    /// States from the one that is shown first while undecided, to the last.
    public let precedence: [String]

    /// Makes a life cycle.
    public init(initial: String, states: [State], guards: [Guard], precedence: [String]) {
        self.initial = initial
        self.states = states
        self.guards = guards
        self.precedence = precedence
    }

    /// The state called `name`.
    public subscript(name: String) -> State? {
        states.first { $0.name == name }
    }
}

/// What must hold between fields: when `condition` holds, so must `requirement`.
public struct Rule: Hashable, Sendable {
    /// Something that is true of a record or not.
    public enum Test: Hashable, Sendable {
        /// The field is not empty.
        case present(field: String)
        /// The field holds one of the values.
        case among(field: String, values: [Value])
        /// The first field's value is not after the second's (dates, moments, numbers).
        case notAfter(field: String, other: String)
        /// The text has no identity number and no telephone number in it, or the boolean field
        /// `unless` says that they are to be masked.
        case withoutNumbers(field: String, unless: String)
    }

    /// Holds for the rule to apply; nil for always.
    public let condition: Test?
    /// Must then hold.
    public let requirement: Test
    /// The field that the error is shown beside.
    public let field: String
    /// The sentence that says what is wrong.
    public let message: Label

    /// Makes a rule.
    public init(condition: Test?, requirement: Test, field: String, message: Label) {
        self.condition = condition
        self.requirement = requirement
        self.field = field
        self.message = message
    }
}
