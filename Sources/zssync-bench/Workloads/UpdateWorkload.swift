import RecordModel

/// Workload U: two fields of each record change; saved 1,000 a transaction, and merged elsewhere.
struct UpdateWorkload {
    private static let fields = ["duration_minutes", "health"]

    let kind: Kind
    let rows: [SampleInput]

    init(count: Int) throws {
        kind = try SampleInput.visitKind()
        rows = try SampleInput.visits(kind, count: count)
    }

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 1)
        let (hub, device) = (city.hub, city.devices[0])
        let floor = try Floor(kind: kind, updating: Self.fields)
        for batch in rows.batches {
            try hub.add(batch, kind: kind)
            try floor.transaction { try floor.add(batch) }
        }
        try device.receive(hub.messages(), from: hub.member)
        let before = try device.heads()

        var (floorWatch, save, apply) = (Stopwatch(), Stopwatch(), Stopwatch())
        for batch in rows.batches {
            try floorWatch.run {
                try floor.transaction {
                    for row in batch { try floor.update(row.id, Self.values(row)) }
                }
            }
            try save.run {
                try hub.edit(batch, kind: kind) { row in
                    Dictionary(uniqueKeysWithValues: zip(Self.fields, Self.values(row)))
                }
            }
        }
        let messages = try hub.messages(beyond: before)
        try apply.run { try device.receive(messages, from: hub.member) }
        return [
            Step(.updates, "save", rows: rows.count, save, floor: floorWatch),
            Step(.updates, "apply", rows: rows.count, apply, floor: floorWatch),
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
