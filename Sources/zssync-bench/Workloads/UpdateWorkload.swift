import RecordModel

/// Workload U: two fields of each record change; saved 1,000 a transaction, and merged elsewhere.
struct UpdateWorkload {
    private static let fields = ["duration_minutes", "health"]

    let visits: VisitRows

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 1, holding: visits)
        let (hub, device) = (city.hub, city.devices[0])
        let before = try device.heads()
        let floor = try Floor(kind: visits.kind, updating: Self.fields)
        for batch in visits.rows.batches { try floor.transaction { try floor.add(batch) } }

        var (floorWatch, save, apply) = (Stopwatch(), Stopwatch(), Stopwatch())
        for batch in visits.rows.batches {
            try floorWatch.run {
                try floor.transaction {
                    for row in batch { try floor.update(row.id, Self.values(row)) }
                }
            }
            try save.run {
                try hub.edit(batch, kind: visits.kind) { row in
                    Dictionary(uniqueKeysWithValues: zip(Self.fields, Self.values(row)))
                }
            }
        }
        let messages = try hub.messages(beyond: before)
        try apply.run { try device.receive(messages, from: hub.member) }
        return [
            Step(.updates, "save", rows: visits.rows.count, save, floor: floorWatch),
            Step(.updates, "apply", rows: visits.rows.count, apply, floor: floorWatch),
        ]
    }

    /// Another length and another finding than before.
    private static func values(_ row: SampleInput) -> [Value] {
        [
            .integer((row.values[fields[0]]?.integer ?? 0) % 60 + 1),
            .text(row.values[fields[1]] == .text("normal") ? "concern" : "normal"),
        ]
    }
}
