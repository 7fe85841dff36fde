import RecordModel

/// A file of records as a spreadsheet writes it: rows, then what they say of each kind; and a list of
/// sites.
enum CSVTarget {
    static func run(_ bytes: [UInt8]) throws {
        if let file = try Law.sameInPieces(bytes, read) { try check(file) }
        _ = try Law.typed(RowError.self, "a list of sites") { try SiteRegistry.sites(csv: bytes) }
    }

    private struct File: Equatable {
        let header: [String]?
        let rows: [CSVReader.Row]
    }

    private static func read(_ pieces: [[UInt8]]) throws -> File {
        var reader = CSVReader()
        var rows: [CSVReader.Row] = []
        for piece in pieces { rows += try reader.read(piece) }
        rows += try reader.finish()
        return File(header: reader.header, rows: rows)
    }

    private static func check(_ file: File) throws {
        for style in [CSVWriter.Style.spreadsheet, .plain] {
            let writer = CSVWriter(style: style)
            var bytes = writer.beginning
            writer.append(["header"], to: &bytes)
            for row in file.rows { writer.append(row.cells, to: &bytes) }
            let again = try Law.certain("rows that were read, written") { try read([bytes]) }
            try Law.holds(
                again.rows.map(\.cells) == file.rows.map(\.cells), "cells come back as they were")
        }
        guard let names = file.header else { return }
        for input in Sampled.inputs {
            guard let header = try Law.typed(RowError.self, "a header", { try input.header(names) })
            else { continue }
            for row in file.rows {
                let record = try Law.typed(RowError.self, "a row") {
                    try input.record(row, under: header)
                }
                if let record { try RecordLaw.check(record, of: input.kind) }
            }
        }
    }
}

/// What holds of every record that was read from a file.
enum RecordLaw {
    static func check(_ record: InputRecord, of kind: Kind) throws {
        for (name, value) in record.values.sorted(by: { $0.key < $1.key }) where !value.isNull {
            guard let field = kind[name] else { throw BrokenLaw("no field \(name)") }
            let again = try Law.certain("\(name), as JSON") {
                try FieldInput(today: Sampled.today)
                    .value(json: Value(json: value.json), for: field)
            }
            try Law.holds(again == value, "\(name) comes back as it was")
        }
        let validation = Validation(kind: kind, actor: "clerk", roles: [.clerk])
        _ = validation.errors(in: validation.filled(record.values))
    }
}
