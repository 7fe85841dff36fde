import RecordModel
import SyncEngine

/// Workload M: two replicas each change some of the same records while they do not meet, a tenth of
/// them the same, and merge.
struct MergeWorkload {
    /// Records for each edit of one replica: 58,000 for 10,000.
    private static let recordsPerEdit = 5.8

    let kind: Kind
    let rows: [SampleInput]
    let count: Int

    init(count: Int) throws {
        kind = try SampleInput.visitKind()
        rows = try SampleInput.visits(
            kind, count: Int(Double(count) * Self.recordsPerEdit))
        self.count = count
    }

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 2)
        for batch in rows.batches { try city.hub.add(batch, kind: kind) }
        let all = try city.hub.messages()
        for device in city.devices { try device.receive(all, from: city.hub.member) }
        let before = try city.hub.heads()

        let floor = try Floor(kind: kind, updating: ["note"])
        for batch in rows.batches { try floor.transaction { try floor.add(batch) } }
        var floorWatch = Stopwatch()
        // Spread over the sites and the year, as edits are.
        let spread = stride(from: 0, to: rows.count, by: 3).map { rows[$0] }
        let shares = [spread.prefix(count), spread.dropFirst(count - count / 10).prefix(count)]
        for (device, share) in zip(city.devices, shares) {
            let label = device.identity.label
            for batch in Array(share).batches {
                try device.edit(batch, kind: kind) { ["note": Self.note($0, label)] }
                try floorWatch.run {
                    try floor.transaction {
                        for row in batch { try floor.update(row.id, [Self.note(row, label)]) }
                    }
                }
            }
        }
        let messages = try city.devices.map { try $0.messages(beyond: before) }
        var merge = Stopwatch()
        try merge.run {
            try city.devices[0].receive(messages[1], from: city.devices[1].member)
            try city.devices[1].receive(messages[0], from: city.devices[0].member)
        }
        for device in city.devices {
            let conflicts = try device.reports().count
            guard conflicts == count / 10 else {
                throw NotMeasured(what: "conflicts", found: conflicts)
            }
        }
        return [Step(.merge, "merge", rows: 2 * count, merge, floor: floorWatch)]
    }

    private static func note(_ row: SampleInput, _ label: String) -> Value {
        .text("\(label) 回访：情况平稳，已约好下次时间，\(row.id.text.suffix(4))。")
    }
}
