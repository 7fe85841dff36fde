import RecordModel

/// Workload R: the report of all open conflicts, one record of a hundred being in conflict.
struct ReportWorkload {
    let visits: VisitRows

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 2, holding: visits)
        let before = try city.hub.heads()
        let contested = stride(from: 0, to: visits.rows.count, by: 100).map { visits.rows[$0] }
        for (device, finding) in zip(city.devices, ["观察两天", "马上送医"]) {
            for batch in contested.batches {
                try device.edit(batch, kind: visits.kind) { _ in ["note": .text(finding)] }
            }
        }
        for device in city.devices {
            try city.hub.receive(device.messages(beyond: before), from: device.member)
        }
        var watch = Stopwatch()
        let reports = try watch.run { try city.hub.reports() }.count
        guard reports == contested.count else {
            throw NotMeasured(what: "conflicts", found: reports)
        }
        return [Step(.report, "report", rows: reports, watch)]
    }
}
