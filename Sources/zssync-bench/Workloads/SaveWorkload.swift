import RecordModel

/// Workload S: saves as the people of one village make them, a durable commit each.
struct SaveWorkload {
    let visits: VisitRows

    init(count: Int) throws {
        let site = try SampleSites.registry().first.flatMap { SiteID($0.code) }
        visits = try VisitRows(count: count, site: site)
    }

    func once() throws -> [Step] {
        let floor = try Floor(kind: visits.kind)
        let hub = try BenchCity().hub
        var (floorWatch, save) = (Stopwatch(), Stopwatch())
        for row in visits.rows {
            try floorWatch.run { try floor.transaction { try floor.add([row]) } }
            try save.run { try hub.add([row], kind: visits.kind) }
        }
        let percentiles = [50, 99].map { percent in
            var step = Step(.saves, "p\(percent)", rows: 1)
            step.seconds = save.lap(percent: percent)
            step.floorSeconds = floorWatch.lap(percent: percent)
            return step
        }
        return [Step(.saves, "save", rows: visits.rows.count, save, floor: floorWatch)]
            + percentiles
    }
}
