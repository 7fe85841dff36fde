/// All that is wrong with one row.
public struct RowError: Error, Hashable, Sendable {
    /// The mistakes in the order of the fields; at least one.
    public let mistakes: [InputMistake]

    /// Makes an error.
    public init(_ mistakes: [InputMistake]) {
        self.mistakes = mistakes
    }
}
