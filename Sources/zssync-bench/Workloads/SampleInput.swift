import RecordModel

/// One generated row, read as an import reads it.
struct SampleInput {
    let id: RecordID
    let site: SiteID
    let values: [String: Value]

    /// Reads the rows that `generate` prints.
    static func rows(
        _ kind: Kind, sample: GenerateCommand.SampleKind, count: Int, seed: UInt64
    ) throws -> [SampleInput] {
        var rows = SampleRows(
            kind: sample, seed: seed, people: SamplePeople.countDefault,
            sites: try SampleSites.registry())
        let input = FieldInput(today: Day(daysSince1970: 40_000))
        var bytes: [UInt8] = []
        return try (0..<count).map { _ in
            bytes.removeAll(keepingCapacity: true)
            rows.appendNext(to: &bytes)
            return try SampleInput(bytes, kind: kind, input: input)
        }
    }

    /// Reads one line of NDJSON.
    init(_ line: [UInt8], kind: Kind, input: FieldInput) throws {
        guard case .object(let object) = try Value(json: line),
            let id = object["id"]?.text.flatMap({ RecordID($0) }),
            let site = object["site"]?.text.flatMap({ SiteID($0) })
        else { throw Floor.Failure() }
        self.id = id
        self.site = site
        var values: [String: Value] = [:]
        for (name, value) in object {
            guard let field = kind[name] else { continue }
            values[name] = try input.value(json: value, for: field)
        }
        self.values = values
    }
}
