/// A value where it lies in a change's body: good for as long as that memory is.
///
/// Texts, which nearly all values are, are not copied; a list or object, which few are, is read.
public enum RawValue {
    /// Nothing.
    case null
    /// Yes or no.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// Valid UTF-8.
    case text(UnsafeRawBufferPointer)
    /// A value that has memory of its own: a list, an object, or a text from elsewhere.
    case nested(Value)

    /// A value that lies nowhere but here.
    public init(_ value: Value?) {
        switch value {
        case nil, .null: self = .null
        case .boolean(let boolean): self = .boolean(boolean)
        case .integer(let integer): self = .integer(integer)
        case .some(let value): self = .nested(value)
        }
    }

    /// The value by itself.
    public var value: Value {
        switch self {
        case .null: .null
        case .boolean(let boolean): .boolean(boolean)
        case .integer(let integer): .integer(integer)
        case .text(let utf8): .text(String(decoding: utf8, as: UTF8.self))
        case .nested(let value): value
        }
    }
}

/// A ``Mutation`` where it lies in a change's body; the field's name is ASCII.
public enum RawMutation {
    /// Gives a field a value.
    case set(field: UnsafeRawBufferPointer, value: RawValue)
    /// Puts elements into a set field.
    case insert(field: UnsafeRawBufferPointer, elements: [Value])
    /// Takes elements out of a set field.
    case remove(field: UnsafeRawBufferPointer, elements: [Value])
    /// Adds to a counter field.
    case increment(field: UnsafeRawBufferPointer, amount: Int64)
    /// Writes lines at the end of a log field.
    case append(field: UnsafeRawBufferPointer, entries: [Value])
    /// Deletes the record.
    case delete
    /// Keeps the record.
    case keep

    /// The mutation by itself.
    public var mutation: Mutation {
        let text = { (name: UnsafeRawBufferPointer) in String(decoding: name, as: UTF8.self) }
        return switch self {
        case .set(let field, let value): .set(field: text(field), value: value.value)
        case .insert(let field, let elements): .insert(field: text(field), elements: elements)
        case .remove(let field, let elements): .remove(field: text(field), elements: elements)
        case .increment(let field, let amount): .increment(field: text(field), amount: amount)
        case .append(let field, let entries): .append(field: text(field), entries: entries)
        case .delete: .delete
        case .keep: .keep
        }
    }
}

// Both point into memory that is good for one closure.
@available(*, unavailable)
extension RawValue: Sendable {}
@available(*, unavailable)
extension RawMutation: Sendable {}
