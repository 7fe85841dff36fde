import RecordModel

/// One generated row, read as an import reads it.
struct SampleInput {
    struct BadRow: Error {}

    let id: RecordID
    var site: SiteID
    let values: [String: Value]

    /// Reads a line that `generate` prints; its site is `site` where one is given.
    init(_ line: [UInt8], kind: Kind, input: FieldInput, site: SiteID?) throws {
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
