/// How often the subject of a record is to be visited: data, since practice differs by place and year.
///
/// A kind that has a rhythm (people) names the kind whose records are the visits. What is due is
/// worked out on each device from what it holds; nothing of it is written down.
/// Source: Protocol/kinds/README, "Rhythm".
public struct Rhythm: Hashable, Sendable {
    /// The name of the kind whose records are visits.
    public let kind: String
    /// The visit's field that names the record visited.
    public let subject: String
    /// The visit's field that says when it was.
    public let at: String
    /// The field of the record visited whose value says how often.
    public let level: String
    /// From one visit to the next, in days, by level.
    public let days: [String: Int]
    /// The states of the record visited in which visits are due; empty for any.
    public let states: [String]
    /// What to do after a visit that met nobody; nil where that counts like any other.
    public let retry: Retry?

    /// When a visit is tried again.
    public struct Retry: Hashable, Sendable {
        /// The visit's field that says how it went.
        public let field: String
        /// The values that mean that nobody was met.
        public let values: [String]
        /// Until the next attempt, in days, by level.
        public let days: [String: Int]

        /// Makes a rule of its parts.
        public init(field: String, values: [String], days: [String: Int]) {
            self.field = field
            self.values = values
            self.days = days
        }
    }

    /// Makes a rhythm of its parts.
    public init(
        kind: String, subject: String, at: String, level: String, days: [String: Int],
        states: [String], retry: Retry?
    ) {
        self.kind = kind
        self.subject = subject
        self.at = at
        self.level = level
        self.days = days
        self.states = states
        self.retry = retry
    }

    /// The day of the next visit after the one on `last`, which went as `outcome` says; nil where the
    /// level has no rhythm.
    public func due(level: String, after last: Day, outcome: String?) -> Day? {
        guard let days = days[level] else { return nil }
        let missed = retry.flatMap { retry in
            outcome.map(retry.values.contains) == true ? retry.days[level] : nil
        }
        return Day(daysSince1970: last.daysSince1970 + min(days, missed ?? days))
    }
}
