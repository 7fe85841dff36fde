import RecordModel

/// The visits that the workloads save: equal counts, equal rows.
struct VisitRows {
    struct NoKind: Error {}

    /// Rows of one transaction where saves are not measured one by one.
    fileprivate static let batch = 1_000

    let kind: Kind
    var rows: [SampleInput]

    /// The first `count` visits that `generate` prints, all of `site` where one is given.
    init(count: Int, site: SiteID? = nil) throws {
        guard let kind = KindCatalogue.standard["visit"] else { throw NoKind() }
        self.kind = kind
        var sample = SampleRows(
            kind: .visit, seed: 1, people: SamplePeople.countDefault,
            sites: try SampleSites.registry())
        let input = FieldInput(today: Day(daysSince1970: 40_000))
        var bytes: [UInt8] = []
        rows = try (0..<count).map { _ in
            bytes.removeAll(keepingCapacity: true)
            sample.appendNext(to: &bytes)
            return try SampleInput(bytes, kind: kind, input: input, site: site)
        }
    }
}

extension RandomAccessCollection<SampleInput> where Index == Int {
    /// The rows, a transaction's worth at a time.
    var batches: [SubSequence] {
        stride(from: startIndex, to: endIndex, by: VisitRows.batch).map {
            self[$0..<Swift.min($0 + VisitRows.batch, endIndex)]
        }
    }
}
