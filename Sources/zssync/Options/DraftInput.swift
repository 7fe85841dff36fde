import ArgumentParser
import RecordModel
import SyncAgent

/// What a record is to hold: `field=value …`, or a JSON object from a file or standard input.
struct DraftInput: ParsableArguments, Sendable {
    @Argument(
        help: ArgumentHelp(
            "字段=内容；列表用 ; 分隔。 Fields; the elements of a list have ; between.",
            valueName: "field=value"))
    var fields: [String] = []

    @Option(
        help: ArgumentHelp(
            "从文件（- 为标准输入）读 JSON 对象。 Read a JSON object from a file, - for standard input.",
            valueName: "file"))
    var json: String?

    mutating func validate() throws {
        guard json == nil || fields.isEmpty else {
            throw ValidationError("Use either field=value or --json, not both.")
        }
        guard json != nil || !fields.isEmpty else {
            throw ValidationError("Missing field=value … or --json FILE.")
        }
    }

    /// Reads the values, and the id and site where JSON says them.
    func values(kind: Kind, in context: CommandContext) throws -> Content {
        let today = Day(millisecondsSince1970: WallClock.now)
        guard let json else {
            return Content(
                id: nil, site: nil,
                values: try FieldAssignments(kind: kind, today: today).values(fields))
        }
        let bytes = try InputFile.bytes(
            of: json, in: context, bytesMax: NDJSONReader.lineBytesMax)
        guard case .object(let object) = try Value(json: bytes) else {
            throw CommandFailure(
                .input, "应为一个 JSON 对象，未保存。", "A JSON object belongs here; nothing was stored.")
        }
        let record = try RecordInput(kind: kind, today: today).record(object, row: 1)
        return Content(id: record.id, site: record.site, values: record.values)
    }

    /// What was read.
    struct Content: Sendable {
        let id: RecordID?
        let site: SiteID?
        let values: [String: Value]
    }
}
