/// What is wrong with a file of records, at one place of it.
public struct InputMistake: Error, Hashable, Sendable {
    /// The row as a spreadsheet counts it (the header is row 1), or the line of NDJSON; nil for the
    /// file as a whole.
    public let row: Int?
    /// The field or column; nil for the row as a whole.
    public let field: String?
    /// What is wrong and what to do.
    public let reason: Label

    /// Makes a mistake.
    public init(row: Int?, field: String? = nil, reason: Label) {
        self.row = row
        self.field = field
        self.reason = reason
    }

    /// The sentence with file, row, field and reason.
    public func sentence(file: String) -> Label {
        let row = row.map { ("第 \($0) 行", ", row \($0)") } ?? ("", "")
        let field = field.map { ("“\($0)”", ", \($0)") } ?? ("", "")
        return Label(
            chinese: "\(file) \(row.0)\(field.0)：\(reason.chinese)",
            english: "\(file)\(row.1)\(field.1): \(reason.english)")
    }
}
