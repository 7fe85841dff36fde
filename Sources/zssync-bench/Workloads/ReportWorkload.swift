import RecordModel

/// Workload R: the report of all open conflicts, when one record of ten thousand, one of a hundred,
/// and every record is in conflict.
struct ReportWorkload {
    private static let shares = [
        (name: "report few", of: 10_000), ("report", 100), ("report all", 1),
    ]

    let visits: VisitRows

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 2, holding: visits)
        var contested: Set<Int> = []
        return try Self.shares.map { name, share in
            let places = Set(stride(from: 0, to: visits.rows.count, by: share))
            // Those of the share before are in conflict already.
            try contest(places.subtracting(contested).sorted().map { visits.rows[$0] }, in: city)
            contested = places
            var watch = Stopwatch()
            let reports = try watch.run { try city.hub.reports() }.count
            guard reports == contested.count else {
                throw NotMeasured(what: "conflicts", found: reports)
            }
            return Step(.report, name, rows: reports, watch)
        }
    }

    /// Has both devices write the same field of `rows`, and the hub hear of it.
    private func contest(_ rows: [SampleInput], in city: BenchCity) throws {
        let before = try city.hub.heads()
        for (device, finding) in zip(city.devices, ["观察两天", "马上送医"]) {
            for batch in rows.batches {
                try device.edit(batch, kind: visits.kind) { _ in ["note": .text(finding)] }
            }
        }
        for device in city.devices {
            try city.hub.receive(device.messages(beyond: before), from: device.member)
        }
    }
}
