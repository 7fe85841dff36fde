public import RecordModel

/// What one change did to one field, or to the record as a whole.
public struct HistoryStep: Hashable, Sendable {
    /// `set`, `insert`, `remove`, `increment`, `append`, `delete` or `keep`.
    public let action: String
    /// Empty for the record as a whole.
    public let field: String
    /// What was shown before, or what was taken out.
    public let from: Value
    /// What was written or added.
    public let to: Value

    /// What `change` did, in the order in which it says it.
    public static func steps(
        of change: Change, before: RecordState, kind: Kind
    ) -> [HistoryStep] {
        let shown = before.shown(by: kind)
        let steps = change.mutations.map { mutation in
            switch mutation {
            case .set(let field, let value):
                HistoryStep(
                    action: "set", field: field, from: shown[field] ?? .null, to: value)
            case .insert(let field, let elements):
                HistoryStep(action: "insert", field: field, from: .null, to: .list(elements))
            case .remove(let field, let elements):
                HistoryStep(action: "remove", field: field, from: .list(elements), to: .null)
            case .increment(let field, let amount):
                HistoryStep(
                    action: "increment", field: field, from: .null, to: .integer(amount))
            case .append(let field, let entries):
                HistoryStep(action: "append", field: field, from: .null, to: .list(entries))
            case .delete:
                HistoryStep(action: "delete", field: "", from: .null, to: .null)
            case .keep:
                HistoryStep(action: "keep", field: "", from: .null, to: .null)
            }
        }
        // A record may be made with nothing in it.
        return steps.isEmpty
            ? [HistoryStep(action: "keep", field: "", from: .null, to: .null)] : steps
    }

    /// `电话 由 A 改为 B`; `text` says values where it is not as the kind alone would say them.
    public func sentence(
        kind: Kind, language: Language, isFirst: Bool, text: ((Value) -> String)? = nil
    ) -> String {
        let declared = kind[field]
        let name = declared?.label.text(in: language) ?? field
        let text =
            text ?? { (value: Value) in
                declared.map { ValueText(language: language).text(value, of: $0) } ?? value.json
            }
        let label: Label =
            switch action {
            case "set" where from.isNull:
                Label(
                    chinese: "\(isFirst ? "登记" : "填写")\(name)：\(text(to))",
                    english: "\(name): \(text(to))")
            case "set" where to.isNull:
                Label(
                    chinese: "\(name) 由 \(text(from)) 清空", english: "\(name): emptied \(text(from))"
                )
            case "set":
                Label(
                    chinese: "\(name) 由 \(text(from)) 改为 \(text(to))",
                    english: "\(name): from \(text(from)) to \(text(to))")
            case "insert", "append":
                Label(
                    chinese: "\(name) 加上 \(text(to))", english: "\(name): added \(text(to))")
            case "remove":
                Label(
                    chinese: "\(name) 去掉 \(text(from))",
                    english: "\(name): removed \(text(from))")
            case "increment":
                Label(
                    chinese: "\(name) 增加 \(text(to))", english: "\(name): plus \(text(to))")
            case "delete": Label(chinese: "删除记录", english: "deleted the record")
            default: Label(chinese: "保留记录", english: "kept the record")
            }
        return label.text(in: language)
    }
}
