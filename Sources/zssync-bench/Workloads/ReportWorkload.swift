import RecordModel

/// Workload R: the report of all open conflicts, one record of a hundred being in conflict.
struct ReportWorkload {
    let kind: Kind
    let rows: [SampleInput]

    init(count: Int) throws {
        kind = try SampleInput.visitKind()
        rows = try SampleInput.visits(kind, count: count)
    }

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 2)
        for batch in rows.batches { try city.hub.add(batch, kind: kind) }
        let all = try city.hub.messages()
        for device in city.devices { try device.receive(all, from: city.hub.member) }
        let before = try city.hub.heads()
        let contested = stride(from: 0, to: rows.count, by: 100).map { rows[$0] }
        for (device, finding) in zip(city.devices, ["观察两天", "马上送医"]) {
            for batch in contested.batches {
                try device.edit(batch, kind: kind) { _ in ["note": .text(finding)] }
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
