import RecordModel

/// One generated row, read as an import reads it.
struct SampleInput {
    struct NoKind: Error {}
    struct BadRow: Error {}

    /// Rows of one transaction where saves are not measured one by one.
    static let batch = 1_000

    let id: RecordID
    var site: SiteID
    let values: [String: Value]

    /// The kind of the visits that all workloads save.
    static func visitKind() throws -> Kind {
        guard let kind = KindCatalogue.standard["visit"] else { throw NoKind() }
        return kind
    }

    /// The first `count` visits that `generate` prints, all of `site` where one is given.
    static func visits(_ kind: Kind, count: Int, site: SiteID? = nil) throws -> [SampleInput] {
        var rows = SampleRows(
            kind: .visit, seed: 1, people: SamplePeople.countDefault,
            sites: try SampleSites.registry())
        let input = FieldInput(today: Day(daysSince1970: 40_000))
        var bytes: [UInt8] = []
        return try (0..<count).map { _ in
            bytes.removeAll(keepingCapacity: true)
            rows.appendNext(to: &bytes)
            return try SampleInput(bytes, kind: kind, input: input, site: site)
        }
    }

    private init(_ line: [UInt8], kind: Kind, input: FieldInput, site: SiteID?) throws {
        guard case .object(let object) = try Value(json: line),
            let id = object["id"]?.text.flatMap({ RecordID($0) }),
            let written = object["site"]?.text.flatMap({ SiteID($0) })
        else { throw BadRow() }
        self.id = id
        self.site = site ?? written
        var values: [String: Value] = [:]
        for (name, value) in object {
            guard let field = kind[name] else { continue }
            values[name] = try input.value(json: value, for: field)
        }
        self.values = values
    }
}

extension RandomAccessCollection<SampleInput> where Index == Int {
    /// The rows, a transaction's worth at a time.
    var batches: [SubSequence] {
        stride(from: startIndex, to: endIndex, by: SampleInput.batch).map {
            self[$0..<Swift.min($0 + SampleInput.batch, endIndex)]
        }
    }
}
