/// Makes a failing scenario small: fewer events, replicas and kinds of fault, the same law broken.
public struct Shrinker {
    private let template: Template
    private let tier: Tier
    private let invariant: Invariant
    /// Runs that may still be made.
    private var runsLeft: Int

    /// Shrinks scenarios that break `invariant`, in at most `runsMax` runs.
    public init(
        template: Template, tier: Tier = .memory, invariant: Invariant, runsMax: Int = 300
    ) {
        self.template = template
        self.tier = tier
        self.invariant = invariant
        runsLeft = runsMax
    }

    /// The smallest scenario found that still breaks the law.
    public mutating func shrink(_ scenario: Scenario) throws -> Scenario {
        var smallest = scenario
        try dropFaults(&smallest)
        try dropReplicas(&smallest)
        var pieces = 2
        // Delta debugging: leave out ever smaller pieces, for as long as the law stays broken.
        while pieces <= 2 * smallest.events.count, runsLeft > 0 {
            let size = max(1, smallest.events.count / pieces)
            var start = 0
            var isSmaller = false
            while start < smallest.events.count, runsLeft > 0 {
                var candidate = smallest
                candidate.events.removeSubrange(start..<min(start + size, candidate.events.count))
                if try stillFails(candidate) {
                    smallest = candidate
                    isSmaller = true
                } else {
                    start += size
                }
            }
            if size == 1, !isSmaller { break }
            pieces = min(2 * pieces, max(2, smallest.events.count))
        }
        try dropFaults(&smallest)
        return smallest
    }

    private mutating func dropFaults(_ scenario: inout Scenario) throws {
        for fault in Fault.allCases where scenario.faults.perMille[fault] != nil {
            var candidate = scenario
            candidate.faults.perMille[fault] = nil
            candidate.events.removeAll { $0.action.fault == fault }
            if try stillFails(candidate) { scenario = candidate }
        }
    }

    private mutating func dropReplicas(_ scenario: inout Scenario) throws {
        for number in 1..<scenario.devices.count + 1 {
            var candidate = scenario
            candidate.events.removeAll { $0.action.actor == number }
            if candidate.events.count < scenario.events.count, try stillFails(candidate) {
                scenario = candidate
            }
        }
    }

    private mutating func stillFails(_ candidate: Scenario) throws -> Bool {
        guard runsLeft > 0 else { return false }
        runsLeft -= 1
        return try Simulation.run(candidate, template: template, tier: tier).violation?.invariant
            == invariant
    }
}

// One simulation's, on one thread.
@available(*, unavailable)
extension Shrinker: Sendable {}
