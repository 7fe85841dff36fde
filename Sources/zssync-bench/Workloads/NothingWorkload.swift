import RecordModel

/// Workload N: a sync of two replicas that hold the same, over many scopes.
struct NothingWorkload {
    let visits: VisitRows

    /// A visit for each of the first `count` sites.
    init(count: Int) throws {
        let sites = try SampleSites.registry().compactMap { SiteID($0.code) }
        var visits = try VisitRows(count: min(count, sites.count))
        for place in visits.rows.indices { visits.rows[place].site = sites[place] }
        self.visits = visits
    }

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 1, holding: visits)
        let exchange = Exchange(device: city.devices[0], hub: city.hub)
        // The first notes that both hold the same.
        _ = try exchange.run()
        var watch = Stopwatch()
        let cost = try watch.run { try exchange.run() }
        guard cost.roundTrips == 1 else {
            throw NotMeasured(what: "round trips", found: cost.roundTrips)
        }
        var step = Step(.nothing, "nothing to do", rows: visits.rows.count, watch)
        step.bytes = cost.bytes
        return [step]
    }
}
