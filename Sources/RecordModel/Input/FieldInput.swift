/// Turns what people and files say into a field's value, or says why not.
public struct FieldInput: Hashable, Sendable {
    /// The day of entry: nobody is born after it.
    public let today: Day

    /// The most elements of a set or log, and the most rows of a table, in one value.
    public static let elementsMax = 1_000

    private static let separators: [Unicode.Scalar] = [";", "；", "、", "\n"]

    /// Makes a reader for input of `today`.
    public init(today: Day) {
        self.today = today
    }

    /// Reads `field=value` of a command line, a cell of a CSV file or a box of a form.
    ///
    /// A blank text is ``Value/null``. Several elements of a set are separated by `;`, `；` or `、`,
    /// those of a log by line breaks; a text that begins with `[` is read as JSON.
    public func value(text: String, for field: Field) throws(FieldError) -> Value {
        guard let clean = PlainText.clean(text) else { throw Self.controlCharacter(field) }
        if clean.isEmpty { return .null }
        if field.holdsList, clean.utf8.first == UInt8(ascii: "[") {
            guard let json = try? Value(json: clean) else {
                throw FieldError(
                    field: field.name,
                    message: Label(chinese: "不是有效的 JSON 列表。", english: "Not a list in JSON."))
            }
            return try value(json: json, for: field)
        }
        switch field.merge {
        case .set:
            let parts = clean.unicodeScalars.split { Self.separators.contains($0) }
            return try list(parts.map { .text(PlainText.trimmed(String($0))) }, of: field)
        case .log:
            let lines = clean.unicodeScalars.split(separator: "\n")
            return try list(lines.map { .text(PlainText.trimmed(String($0))) }, of: field)
        default:
            return try element(.text(clean), of: field, isJSON: false)
        }
    }

    /// Reads a value of JSON: numbers for whole numbers and fen, lists for sets, logs and tables.
    public func value(json value: Value, for field: Field) throws(FieldError) -> Value {
        if value.isNull { return .null }
        switch (field.merge, value) {
        case (.set, .list(let list)), (.log, .list(let list)):
            return try self.list(list, of: field, isJSON: true)
        case (.set, _), (.log, _):
            return try list([value], of: field, isJSON: true)
        default:
            return try element(value, of: field, isJSON: true)
        }
    }

    private func list(
        _ values: [Value], of field: Field, isJSON: Bool = false
    ) throws(FieldError) -> Value {
        guard values.count <= Self.elementsMax else {
            throw FieldError(
                field: field.name,
                message: Label(
                    chinese: "最多 \(Self.elementsMax) 项。",
                    english: "At most \(Self.elementsMax) elements."))
        }
        var elements: [Value] = []
        for value in values {
            let element = try element(value, of: field, isJSON: isJSON)
            if element.isNull || field.merge == .set && elements.contains(element) { continue }
            elements.append(element)
        }
        return elements.isEmpty ? .null : .list(elements)
    }

    private func element(
        _ value: Value, of field: Field, isJSON: Bool
    ) throws(FieldError) -> Value {
        if case .rows(let columns) = field.type {
            return try rows(value, columns: columns, of: field)
        }
        let input = ElementInput(today: today)
        do throws(ElementMistake) {
            if !isJSON, case .text(let clean) = value {
                return try input.value(clean: clean, type: field.type)
            }
            return try input.value(json: value, type: field.type)
        } catch {
            throw FieldError(
                field: field.name,
                message: isJSON && field.type == .money ? Self.fen : error.message(for: field.type))
        }
    }

    /// In JSON amounts are whole fen; nobody else is told of them.
    private static let fen = Label(
        chinese: "应为金额：JSON 里写分的整数，如 1234 是 12.34 元。",
        english: "It must be an amount: whole fen in JSON, so that 1234 is 12.34 yuan.")

    private func rows(
        _ value: Value, columns: [Field], of field: Field
    ) throws(FieldError) -> Value {
        guard let list = value.list, list.count <= Self.elementsMax else {
            throw FieldError(
                field: field.name,
                message: Label(
                    chinese: "应为 JSON 表格，如 [{\"\(columns[0].name)\": …}]，最多 \(Self.elementsMax) 行。",
                    english: "Write a table in JSON, as [{\"\(columns[0].name)\": …}],"
                        + " of at most \(Self.elementsMax) rows."))
        }
        var rows: [Value] = []
        for (index, row) in list.enumerated() {
            rows.append(try self.row(row, number: index + 1, columns: columns, of: field))
        }
        return rows.isEmpty ? .null : .list(rows)
    }

    private func row(
        _ row: Value, number: Int, columns: [Field], of field: Field
    ) throws(FieldError) -> Value {
        guard case .object(let cells) = row,
            cells.keys.allSatisfy({ name in columns.contains { $0.name == name } })
        else {
            let names = columns.map(\.name).joined(separator: ", ")
            throw FieldError(
                field: field.name,
                message: Label(
                    chinese: "第 \(number) 项只能有这些列：\(names)。",
                    english: "Item \(number) may have the columns \(names) only."))
        }
        var object: [String: Value] = [:]
        for column in columns {
            do throws(FieldError) {
                let cell = try value(json: cells[column.name] ?? .null, for: column)
                if cell.isNull, column.isRequired {
                    throw FieldError(field: column.name, message: Validation.missing)
                }
                if !cell.isNull { object[column.name] = cell }
            } catch {
                throw FieldError(
                    field: field.name,
                    message: Label(
                        chinese: "第 \(number) 项的“\(column.label.chinese)”：\(error.message.chinese)",
                        english: "Item \(number), \(column.name): \(error.message.english)"))
            }
        }
        return .object(object)
    }

    private static func controlCharacter(_ field: Field) -> FieldError {
        FieldError(
            field: field.name, message: ElementMistake.controlCharacter.message(for: field.type))
    }
}

extension Field {
    /// Whether a value is a list: of elements, of lines or of rows.
    var holdsList: Bool {
        if case .rows = type { true } else { merge == .set || merge == .log }
    }
}
