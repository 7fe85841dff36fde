import RecordModel

/// Workload N: a sync of two replicas that hold the same, over many scopes.
struct NothingWorkload {
    let kind: Kind
    let rows: [SampleInput]

    init(count: Int) throws {
        kind = try SampleInput.visitKind()
        let sites = try SampleSites.registry().compactMap { SiteID($0.code) }
        rows = zip(try SampleInput.visits(kind, count: min(count, sites.count)), sites).map {
            var row = $0
            row.site = $1
            return row
        }
    }

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 1)
        for batch in rows.batches { try city.hub.add(batch, kind: kind) }
        let exchange = Exchange(city.devices[0], city.hub)
        // The second notes that both hold the same.
        for _ in 0..<2 { _ = try exchange.run() }
        var watch = Stopwatch()
        let cost = try watch.run { try exchange.run() }
        guard cost.roundTrips == 1 else {
            throw NotMeasured(what: "round trips", found: cost.roundTrips)
        }
        var step = Step(.nothing, "nothing to do", rows: rows.count, watch)
        step.bytes = cost.bytes
        return [step]
    }
}
