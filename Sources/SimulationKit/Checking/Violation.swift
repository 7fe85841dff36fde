/// What must hold in every world. Source: the design's reliability chapter, section 4.
public enum Invariant: String, CaseIterable, Codable, Sendable {
    /// Equal frontiers, equal digests.
    case convergentState = "I1"
    /// No acknowledged write is lost: it is shown, or superseded by one that saw it, or in conflict.
    case nothingLost = "I2"
    /// No byte of a scope goes where it is not allowed.
    case confinement = "I3"
    /// Equal conflict lists.
    case equalReports = "I4"
    /// An honest author never has two hashes for one change.
    case noFork = "I5"
    /// What was acknowledged is durable.
    case durableBeforeVisible = "I6"
    /// Once faults end, everybody converges in a few rounds.
    case liveness = "I7"
    /// What is held already changes nothing when it comes again.
    case idempotence = "I8"
    /// A dishonest author stops only its own feed.
    case containedAuthors = "I9"
    /// What counts of a revoked device is the same everywhere.
    case equalCutoffs = "I10"
    /// However much somebody sends, what waits in memory has a bound.
    case boundedQueues = "I11"
    /// What was erased is nowhere, and nothing else is.
    case forgotten = "I13"
    /// What everybody may read of a record is what its site shows.
    case publishedCopies = "copies"
    /// The log verifies, and the tables are what it says.
    case soundLog = "log"
    /// No honest replica meets an error that nobody is told how to mend.
    case noSurprise = "error"
}

/// A law that did not hold.
public struct Violation: Error, Equatable, CustomStringConvertible, Sendable {
    /// Which.
    public let invariant: Invariant
    /// What was seen, without any value of a record.
    public let what: String

    package init(invariant: Invariant, what: String) {
        self.invariant = invariant
        self.what = what
    }

    /// The law and what was seen.
    public var description: String { "\(invariant.rawValue): \(what)" }
}
