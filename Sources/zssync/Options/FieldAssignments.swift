import RecordModel

/// Reads `field=value …` of a command line.
struct FieldAssignments {
    let kind: Kind
    let today: Day

    /// The values by field, or all that is wrong with them.
    func values(_ assignments: [String]) throws -> [String: Value] {
        var values: [String: Value] = [:]
        var mistakes: [InputMistake] = []
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex
            else {
                // The word itself may be a person's name, typed without its field.
                throw CommandFailure.usage(
                    "字段要写成 名称=内容，如 name=陈秀英；有一处没有等号，未保存。",
                    "Write fields as name=value; one has no equals sign. Nothing was stored.")
            }
            let name = String(assignment[..<equals])
            let text = String(assignment[assignment.index(after: equals)...])
            do {
                let field = try field(name)
                guard values[field.name] == nil else {
                    throw FieldError(
                        field: name,
                        message: Label(chinese: "写了两次。", english: "It is there twice."))
                }
                values[field.name] = try FieldInput(today: today).value(text: text, for: field)
            } catch let error as FieldError {
                mistakes.append(InputMistake(row: nil, field: error.field, reason: error.message))
            }
        }
        guard mistakes.isEmpty else { throw RowError(mistakes) }
        return values
    }

    /// The field called `name`, by its name or by the label that people read.
    func field(_ name: String) throws -> Field {
        let field =
            kind[name]
            ?? kind.fields.first { $0.label.chinese == name || $0.label.english == name }
        if let field { return field }
        let known = kind.fields.map(\.name).joined(separator: ", ")
        throw FieldError(
            field: name,
            message: Label(
                chinese: "没有这个字段；可用：\(known)。",
                english: "There is no such field; known: \(known)."))
    }
}
