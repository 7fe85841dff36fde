/// What is wrong with one field of what a person entered, as a sentence for beside it.
public struct FieldError: Error, Hashable, Sendable {
    /// The field's name.
    public let field: String
    /// What is wrong and what to do; never the value, which may be personal.
    public let message: Label

    /// Makes an error of its parts.
    public init(field: String, message: Label) {
        self.field = field
        self.message = message
    }
}
