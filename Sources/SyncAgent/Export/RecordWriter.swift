public import RecordModel
public import ReplicaStore

/// Records of one kind as NDJSON or CSV: the same names in the same order for every record.
public struct RecordWriter: Sendable {
    private let kind: Kind
    private let csv: CSVWriter
    /// `,"name":` of each field, made once.
    private let prefixes: [[UInt8]]
    private let isMasked: Bool

    /// A writer of records of `kind`, with what is personal masked or not.
    public init(kind: Kind, isMasked: Bool = false, style: CSVWriter.Style = .plain) {
        self.kind = kind
        self.isMasked = isMasked
        csv = CSVWriter(style: style)
        prefixes = kind.fields.map { field in
            var letters: [UInt8] = [UInt8(ascii: ",")]
            Value.appendJSON(text: field.name, to: &letters)
            letters.append(UInt8(ascii: ":"))
            return letters
        }
    }

    private func value(_ row: RecordRow, _ field: Field) -> Value {
        let value = row.values[field.name] ?? .null
        return isMasked ? Masking.masked(value, of: field) : value
    }

    /// Appends one line of NDJSON; `base` is the token that `show` adds.
    public func appendJSON(
        _ row: RecordRow, conflicts: Int, base: String? = nil, to letters: inout [UInt8]
    ) {
        letters += "{\"id\":\"".utf8
        letters += row.id.text.utf8
        letters += "\",\"kind\":\"".utf8
        letters += kind.name.utf8
        letters += "\",\"site\":\"".utf8
        letters += row.site.text.utf8
        letters.append(UInt8(ascii: "\""))
        for (field, prefix) in zip(kind.fields, prefixes) {
            letters += prefix
            value(row, field).appendJSON(to: &letters)
        }
        letters += ",\"conflicts\":\(conflicts),\"updated_at\":".utf8
        Value.appendJSON(text: row.updatedAt, to: &letters)
        letters += ",\"updated_by\":".utf8
        Value.appendJSON(text: row.updatedBy, to: &letters)
        if let base {
            letters += ",\"base\":".utf8
            Value.appendJSON(text: base, to: &letters)
        }
        letters += "}\n".utf8
    }

    /// Appends the header of CSV.
    public func appendHeader(to letters: inout [UInt8]) {
        letters += csv.beginning
        csv.append(
            ["id", "kind", "site"] + kind.fields.map(\.name)
                + ["conflicts", "updated_at", "updated_by"], to: &letters)
    }

    /// Appends one row of CSV, which `import` reads back.
    public func appendCSV(_ row: RecordRow, conflicts: Int, to letters: inout [UInt8]) {
        let text = ValueText()
        csv.append(
            [row.id.text, kind.name, row.site.text]
                + kind.fields.map { text.text(value(row, $0), of: $0) }
                + [String(conflicts), row.updatedAt, row.updatedBy],
            to: &letters)
    }
}
