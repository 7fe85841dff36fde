/// Reads rows of CSV and lines of NDJSON as records of one kind.
///
/// It reads what zssync exports, too: columns that a record has of itself are known here, and those
/// that nobody can set are left out. Whether a record may be saved is for ``Validation`` to say.
public struct RecordInput: Sendable {
    /// What the columns of a CSV file mean.
    public struct Header: Sendable {
        let columns: [Column]
    }

    enum Column {
        case id
        case site
        case kind
        case field(Field)
        /// Something that zssync says of a record, which no file can change.
        case ignored
        /// A column without a name, as spreadsheets leave at the right; its cells must be blank.
        case unnamed
    }

    /// The records' kind.
    public let kind: Kind
    private let input: FieldInput
    private let meanings: [String: Column]

    /// Makes a reader of records of `kind` on the day `today`.
    public init(kind: Kind, today: Day) {
        self.kind = kind
        input = FieldInput(today: today)
        var columns: [String: Column] = ["": .unnamed, "id": .id, "site": .site, "kind": .kind]
        for name in ["base", "conflicts", "updated_at", "updated_by"] { columns[name] = .ignored }
        for field in kind.fields { columns[field.name] = .field(field) }
        // Names come before labels, and of two fields with one label the first.
        for field in kind.fields {
            for label in [field.label.chinese, field.label.english] where columns[label] == nil {
                columns[label] = .field(field)
            }
        }
        meanings = columns
    }

    /// Reads a header of field names or of the labels that people read, or says what is wrong.
    public func header(_ names: [String]) throws(RowError) -> Header {
        var mistakes: [InputMistake] = []
        var seen: Set<String> = []
        let columns = names.map { name in
            guard let column = meanings[name] else {
                mistakes.append(
                    InputMistake(
                        row: 1, field: name,
                        reason: Label(
                            chinese: "没有这一列；可用：" + known + "。",
                            english: "There is no such column; known: " + known + ".")))
                return Column.unnamed
            }
            let key = if case .field(let field) = column { field.name } else { name }
            if !name.isEmpty, !seen.insert(key).inserted {
                mistakes.append(
                    InputMistake(
                        row: 1, field: name,
                        reason: Label(chinese: "这一列出现了两次。", english: "This column is there twice."))
                )
            }
            return column
        }
        guard mistakes.isEmpty else { throw RowError(mistakes) }
        return Header(columns: columns)
    }

    /// Reads a row of a CSV file, or says all that is wrong with it.
    public func record(_ row: CSVReader.Row, under header: Header) throws(RowError) -> InputRecord {
        guard row.cells.count == header.columns.count else {
            throw RowError([
                InputMistake(
                    row: row.number,
                    reason: Label(
                        chinese: "有 \(row.cells.count) 个单元格，表头有 \(header.columns.count) 列。",
                        english: "It has \(row.cells.count) cells, the header has"
                            + " \(header.columns.count)."))
            ])
        }
        var draft = Draft(row: row.number, fieldCount: kind.fields.count)
        for (cell, column) in zip(row.cells, header.columns) {
            switch column {
            case .ignored: break
            case .unnamed:
                if !cell.isEmpty { draft.note(nil, Self.cellWithoutName) }
            case .id: draft.setID(cell)
            case .site: draft.setSite(cell)
            case .kind: draft.checkKind(cell, kind.name)
            case .field(let field):
                draft.set(field) { () throws(FieldError) in
                    try input.value(text: cell, for: field)
                }
            }
        }
        // A blank cell says nothing, since a table has no way to leave one out.
        draft.values = draft.values.filter { !$0.value.isNull }
        return try draft.record()
    }

    /// Reads a line of NDJSON, or says all that is wrong with it.
    public func record(_ line: NDJSONReader.Line) throws(RowError) -> InputRecord {
        let object: [String: Value]
        do {
            guard case .object(let read) = try Value(json: line.bytes) else {
                throw JSONError(reason: .syntax, offset: 0)
            }
            object = read
        } catch {
            throw RowError([
                InputMistake(row: line.number, reason: Self.reason(of: error as? JSONError))
            ])
        }
        return try record(object, row: line.number)
    }

    /// Reads the object of a JSON document, or says all that is wrong with it.
    public func record(_ object: [String: Value], row: Int) throws(RowError) -> InputRecord {
        var draft = Draft(row: row, fieldCount: object.count)
        for (name, value) in object {
            switch meanings[name] {
            case .ignored: break
            case nil, .unnamed:
                draft.note(
                    name, Label(chinese: "没有这个字段。", english: "There is no such field."))
            case .id: draft.setID(value.isNull ? "" : value.text ?? "?")
            case .site: draft.setSite(value.isNull ? "" : value.text ?? "?")
            case .kind: draft.checkKind(value.text ?? "?", kind.name)
            case .field(let field):
                draft.set(field) { () throws(FieldError) in
                    try input.value(json: value, for: field)
                }
            }
        }
        return try draft.record()
    }

    private var known: String {
        (["id", "site"] + kind.fields.map(\.name)).joined(separator: ", ")
    }

    private static let cellWithoutName = Label(
        chinese: "有内容的一列没有列名。", english: "A column with cells has no name.")

    private static func reason(of error: JSONError?) -> Label {
        let place = (error?.offset ?? 0) + 1
        return switch error?.reason {
        case .number:
            Label(
                chinese: "第 \(place) 字节：只能用整数，金额写分。",
                english: "Byte \(place): whole numbers only; write money in fen.")
        case .depth:
            Label(chinese: "第 \(place) 字节：嵌套太深。", english: "Byte \(place): nested too deeply.")
        case .duplicateName:
            Label(
                chinese: "第 \(place) 字节：同一个名称写了两次。",
                english: "Byte \(place): a name is there twice.")
        case .syntax, nil:
            Label(
                chinese: "第 \(place) 字节：不是有效的 JSON 对象（应为 UTF-8）。",
                english: "Byte \(place): this is not a JSON object in UTF-8.")
        }
    }
}
