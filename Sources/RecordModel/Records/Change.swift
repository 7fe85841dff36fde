public import CausalCore

/// What one save does to one part of its record.
public enum Mutation: Hashable, Sendable {
    /// Gives a field a value.
    case set(field: String, value: Value)
    /// Puts elements into a set field.
    case insert(field: String, elements: [Value])
    /// Takes elements out of a set field, as far as the change's context had seen them.
    case remove(field: String, elements: [Value])
    /// Adds to a counter field.
    case increment(field: String, amount: Int64)
    /// Writes lines at the end of a log field.
    case append(field: String, entries: [Value])
    /// Deletes the record.
    case delete
    /// Keeps the record against a deletion that the context had seen.
    case keep

    /// The field that it writes to; nil where it says something of the record itself.
    public var field: String? {
        switch self {
        case .set(let field, _), .insert(let field, _), .remove(let field, _),
            .increment(let field, _), .append(let field, _):
            field
        case .delete, .keep: nil
        }
    }

    /// Whether it adds to a sum or to a log, which take the same thing twice for two.
    public var accumulates: Bool {
        switch self {
        case .increment, .append: true
        case .set, .insert, .remove, .delete, .keep: false
        }
    }
}

/// One atomic save: what it does to one record, who made it, and what that person had seen.
///
/// Source: Protocol/1-causality, "Changes".
public struct Change: Hashable, Sendable {
    /// Where the change is replicated.
    public var scope: Scope
    /// The change's name.
    public var dot: Dot
    /// One more than the highest that the author's replica held in the scope.
    public var lamport: UInt64
    /// What the *person* had seen of the scope when the form was drawn.
    public var context: VersionVector
    /// The record that changes.
    public var record: RecordID
    /// The name of the record's kind.
    public var kind: String
    /// What changes; at most ``mutationsMax``.
    public var mutations: [Mutation]
    /// The author's wall clock in milliseconds since 1970: for people to read, never to decide.
    public var recordedAt: Int64
    /// The person who saved.
    public var actor: String
    /// Why, in the person's words; may be empty.
    public var reason: String
    /// The version of the kind's definition that the author had.
    public var kindVersion: Int
    /// Whether its body was in a branch before that was taken out of the log.
    public var isRewritten: Bool

    /// The most mutations that one change may carry.
    public static let mutationsMax = 256

    /// Makes a change of all its parts.
    public init(
        scope: Scope, dot: Dot, lamport: UInt64, context: VersionVector, record: RecordID,
        kind: String, mutations: [Mutation], recordedAt: Int64, actor: String, reason: String = "",
        kindVersion: Int = 1, isRewritten: Bool = false
    ) {
        self.scope = scope
        self.dot = dot
        self.lamport = lamport
        self.context = context
        self.record = record
        self.kind = kind
        self.mutations = mutations
        self.recordedAt = recordedAt
        self.actor = actor
        self.reason = reason
        self.kindVersion = kindVersion
        self.isRewritten = isRewritten
    }

    /// The change's place in the order that picks what is shown.
    public var stamp: Stamp { Stamp(lamport: lamport, dot: dot) }

    /// Whether one of its mutations adds to a sum or to a log.
    public var accumulates: Bool { mutations.contains(where: \.accumulates) }
}
