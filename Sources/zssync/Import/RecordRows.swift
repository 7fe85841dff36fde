import RecordModel
import SyncAgent

/// The records of a file, read row by row as often as needed.
struct RecordRows: Sendable {
    let file: InputFile
    let format: InputFormat
    let kind: Kind

    /// Calls `body` with each row's record, or with what is wrong with the row.
    ///
    /// Throws what makes the rest of the file unreadable, such as a header that is not one.
    func forEach(_ body: (Result<InputRecord, RowError>) throws -> Void) throws {
        let input = RecordInput(kind: kind, today: Day(millisecondsSince1970: WallClock.now))
        switch format {
        case .csv: try forEachCSV(input, body)
        case .ndjson: try forEachLine(input, body)
        }
    }

    private func forEachCSV(
        _ input: RecordInput, _ body: (Result<InputRecord, RowError>) throws -> Void
    ) throws {
        var reader = CSVReader()
        var header: RecordInput.Header?
        func take(_ rows: [CSVReader.Row], _ names: [String]?) throws {
            for row in rows {
                let known = try header ?? input.header(names ?? [])
                header = known
                try body(Result { () throws(RowError) in try input.record(row, under: known) })
            }
        }
        try file.forEachPiece { piece in try take(try reader.read(piece), reader.header) }
        try take(try reader.finish(), reader.header)
        guard let names = reader.header else { throw Self.empty }
        // A file of a header alone must have the right one, too.
        if header == nil { _ = try input.header(names) }
    }

    private func forEachLine(
        _ input: RecordInput, _ body: (Result<InputRecord, RowError>) throws -> Void
    ) throws {
        var reader = NDJSONReader()
        func take(_ lines: [NDJSONReader.Line]) throws {
            for line in lines {
                try body(Result { () throws(RowError) in try input.record(line) })
            }
        }
        try file.forEachPiece { try take(try reader.read($0)) }
        try take(reader.finish())
    }

    private static let empty = InputMistake(
        row: nil,
        reason: Label(chinese: "文件是空的，没有表头。", english: "The file is empty; it has no header."))
}
