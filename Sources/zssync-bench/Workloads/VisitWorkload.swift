import RecordModel

/// Workload V: a year's visits over all sites, saved, handed over, merged, and handed over again.
struct VisitWorkload {
    let visits: VisitRows

    func once() throws -> [Step] {
        let floor = try Floor(kind: visits.kind)
        let hub = try BenchCity().hub
        var (floorWatch, save) = (Stopwatch(), Stopwatch())
        for batch in visits.rows.batches {
            try floorWatch.run { try floor.transaction { try floor.add(batch) } }
            try save.run { try hub.add(batch, kind: visits.kind) }
        }
        var saved = Step(.visits, "save", rows: visits.rows.count, save, floor: floorWatch)
        saved.bytes = hub.fileBytes
        saved.floorBytes = floor.fileBytes
        return [saved] + (try handOver(from: hub))
    }

    private func handOver(from hub: BenchReplica) throws -> [Step] {
        let messages = try hub.messages()
        let receiver = try BenchCity().hub
        let floor = try Floor(kind: visits.kind)
        var (floorWatch, apply, again) = (Stopwatch(), Stopwatch(), Stopwatch())
        // As many messages a turn as make about one transaction of rows.
        let batches = visits.rows.batches
        let share = (messages.count + batches.count - 1) / batches.count
        for (index, batch) in batches.enumerated() {
            try floorWatch.run { try floor.transaction { try floor.add(batch) } }
            let part = messages.dropFirst(index * share).prefix(share)
            try apply.run { try receiver.receive(Array(part), from: hub.member) }
        }
        try again.run { try receiver.receive(messages, from: hub.member) }
        var applied = Step(.visits, "apply", rows: visits.rows.count, apply, floor: floorWatch)
        applied.bytes = receiver.fileBytes
        applied.floorBytes = floor.fileBytes
        return [applied, Step(.visits, "redeliver", rows: visits.rows.count, again)]
    }
}
