extension Scenario {
    /// The scenario as Swift source, to be pasted into a test.
    public var literal: String {
        let faults = faults.perMille.sorted { $0.key < $1.key }
            .map { ".\($0.key): \($0.value)" }.joined(separator: ", ")
        let events = events.map { event in
            "        Event(id: \(event.id), at: \(event.at), action: .\(event.action)),"
        }.joined(separator: "\n")
        return """
            Scenario(
                seed: \(seed), sites: \(sites), devices: \(devices),
                faults: FaultPlan(perMille: [\(faults.isEmpty ? ":" : faults)]),
                events: [
            \(events)
                ])
            """
    }
}
