/// What a replica runs. Source: Protocol/README, "Versions".
enum SimulatedProgram: Sendable {
    /// One of before news came with a question.
    case older
    /// This one.
    case current
    /// One of a later protocol, which says more.
    case newer
}
