import RecordModel

/// A file of one JSON object a line.
enum NDJSONTarget {
    static func run(_ bytes: [UInt8]) throws {
        for line in try Law.sameInPieces(bytes, read) ?? [] { try check(line) }
    }

    private static func read(_ pieces: [[UInt8]]) throws -> [NDJSONReader.Line] {
        var reader = NDJSONReader()
        var lines: [NDJSONReader.Line] = []
        for piece in pieces { lines += try reader.read(piece) }
        return lines + reader.finish()
    }

    private static func check(_ line: NDJSONReader.Line) throws {
        if let value = try Law.typed(JSONError.self, "JSON", { try Value(json: line.bytes) }) {
            let again = try Law.certain("JSON, again") { try Value(json: value.json) }
            try Law.holds(again == value, "JSON comes back as it was")
            try Law.holds(!(value < again) && !(again < value), "a value is no less than itself")
        }
        for input in Sampled.inputs {
            let record = try Law.typed(RowError.self, "a line") { try input.record(line) }
            if let record { try RecordLaw.check(record, of: input.kind) }
        }
    }
}
