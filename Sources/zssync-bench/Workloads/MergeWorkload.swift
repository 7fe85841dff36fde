import RecordModel
import SyncEngine

/// Workload M: two replicas each change some of the same records while they do not meet, a tenth of
/// them the same, and merge.
struct MergeWorkload {
    /// Records for each edit of one replica: 58,000 for 10,000.
    private static let recordsPerEdit = 5.8

    let visits: VisitRows
    /// Edits of each replica.
    let count: Int

    init(count: Int) throws {
        visits = try VisitRows(count: Int(Double(count) * Self.recordsPerEdit))
        self.count = count
    }

    func once() throws -> [Step] {
        let city = try BenchCity(devices: 2, holding: visits)
        let before = try city.hub.heads()

        let floor = try Floor(kind: visits.kind, updating: ["note"])
        for batch in visits.rows.batches { try floor.transaction { try floor.add(batch) } }
        // Spread over the sites and the year, as edits are.
        let spread = stride(from: 0, to: visits.rows.count, by: 3).map { visits.rows[$0] }
        let shares = [spread.prefix(count), spread.dropFirst(count - count / 10).prefix(count)]
        for (device, share) in zip(city.devices, shares) {
            for batch in Array(share).batches {
                try device.edit(batch, kind: visits.kind) {
                    ["note": Self.note($0, device.identity.label)]
                }
            }
        }
        let messages = try city.devices.map { try $0.messages(beyond: before) }
        var (floorWatch, merge) = (Stopwatch(), Stopwatch())
        for (index, device) in city.devices.enumerated() {
            for batch in Array(shares[index]).batches {
                try floorWatch.run {
                    try floor.transaction {
                        for row in batch {
                            try floor.update(row.id, [Self.note(row, device.identity.label)])
                        }
                    }
                }
            }
            let other = city.devices[1 - index]
            try merge.run { try other.receive(messages[index], from: device.member) }
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
