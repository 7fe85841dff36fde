import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Reads what a form carries as a draft of a record, or says beside which field what is wrong.
struct FormReader {
    let kind: Kind
    let form: Form
    let reading: Reading

    /// What was read.
    struct Result {
        var values: [String: Value] = [:]
        var errors: [FieldError] = []
        /// The records that a name could mean, by field.
        var matches: [String: [Model]] = [:]
    }

    /// The field that names the fields which a form had: what is not there was not emptied.
    static let fieldsName = "_fields"
    private static let matchesMax = 20

    /// Reads all fields of the form; `before` is what the record showed when the form was drawn.
    func read(before: [String: Value]) -> Result {
        var result = Result()
        let names = (form[Self.fieldsName] ?? "").split(separator: ",").map(String.init)
        for field in kind.fields where names.contains(field.name) {
            // What was not touched stays to the letter, even what no form could write.
            if isUntouched(field, before[field.name]) { continue }
            do throws(FieldError) {
                result.values[field.name] = try value(of: field, before: before, &result)
            } catch { result.errors.append(error) }
        }
        return result
    }

    /// Whether the form says of a field just what it was drawn with.
    private func isUntouched(_ field: Field, _ value: Value?) -> Bool {
        guard let value, !value.isNull, field.merge != .log else { return false }
        var drawn = Form()
        FormField(field, kind: kind, reading: reading).fill(&drawn, with: value)
        return entries(of: field, in: drawn) == entries(of: field, in: form)
    }

    /// What a form says of a field. Browsers leave line breaks out of boxes of one line.
    private func entries(of field: Field, in form: Form) -> [[String]] {
        let isOneLine = !FormField(field, kind: kind, reading: reading).isArea
        return form.fields.filter {
            ($0.name == field.name || $0.name.hasPrefix(field.name + ".")) && !$0.value.isEmpty
                && $0.name != field.name + ".for"
        }.map { [$0.name, isOneLine ? $0.value.replacing("\n", with: "") : $0.value] }
    }

    private func value(
        of field: Field, before: [String: Value], _ result: inout Result
    ) throws(FieldError) -> Value {
        if case .reference(let target) = field.type, field.merge != .set {
            return try reference(field, to: target, &result)
        }
        let value = try FormField.value(of: field, named: field.name, in: form)
        guard field.merge == .log else { return value }
        // Lines are only ever added to those that were there.
        let lines = (before[field.name]?.list ?? []) + (value.list ?? [])
        return lines.isEmpty ? .null : .list(lines)
    }

    /// The record that a form names: the one chosen among those that its text has found, one whose id
    /// is written, or the only one that the text fits.
    private func reference(
        _ field: Field, to target: String, _ result: inout Result
    ) throws(FieldError) -> Value {
        let text = (form[field.name] ?? "").trimmed
        let chosen = form[field.name + ".id"] ?? ""
        // What was chosen counts for as long as the text is the one that it was found by.
        let isChosen = !chosen.isEmpty && text == (form[field.name + ".for"] ?? "")
        if text.isEmpty || isChosen {
            return try FormField.value(of: field, named: field.name, in: form)
        }
        if let id = RecordID(text) { return .text(id.text) }
        var rows: [RecordRow] = []
        if let kind = reading.replica.kinds[target] {
            try? reading.replica.store.forEachRow(
                of: kind,
                RecordQuery(
                    search: text, searched: kind.searched, isLatestFirst: true,
                    limit: Self.matchesMax)
            ) { rows.append($0) }
            result.matches[field.name] = rows.map { match($0, kind, isOnly: rows.count == 1) }
            if rows.count == 1 { return .text(rows[0].id.text) }
        }
        throw FieldError(
            field: field.name,
            message: rows.isEmpty
                ? Label(chinese: "没有找到，请换个写法。", english: "Nobody was found. Try another way.")
                : Label(chinese: "有几条符合，请选一条。", english: "Several fit; choose one."))
    }

    /// What tells records of one name apart, with numbers masked.
    private func match(_ row: RecordRow, _ kind: Kind, isOnly: Bool) -> Model {
        let masked = Reading(reading.replica, reading.view)
        let fields =
            kind.searched.filter { $0.merge != .set }
            + kind.columns.compactMap { kind[$0] }.filter { !kind.searched.contains($0) }.prefix(2)
        let texts = fields.map { masked.text(row.values[$0.name], of: $0) }.filter { !$0.isEmpty }
        return [
            "value": .text(row.id.text), "label": .text(texts.joined(separator: " · ")),
            "selected": .flag(isOnly),
        ]
    }
}
