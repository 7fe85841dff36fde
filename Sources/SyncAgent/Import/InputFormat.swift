/// The formats of files of records.
public enum InputFormat: String, CaseIterable, Sendable {
    /// Comma-separated, with a header.
    case csv
    /// One JSON object a line.
    case ndjson

    /// The format that the extension of `path` names, else that the first letter gives away.
    public static func of(_ path: String, _ source: any PieceSource) throws -> InputFormat {
        let lower = path.lowercased()
        if lower.hasSuffix(".csv") { return .csv }
        if [".ndjson", ".jsonl", ".json"].contains(where: lower.hasSuffix) { return .ndjson }
        var first: UInt8?
        try source.forEachPiece { piece in
            if first == nil { first = piece.first { $0 > 32 && $0 < 0x80 } }
        }
        return first == UInt8(ascii: "{") ? .ndjson : .csv
    }
}
