import RecordModel
import SyncEngine

/// What a conflict is, in a person's words.
struct ConflictSentences {
    let kind: Kind?
    let language: Language
    let isMasked: Bool

    /// `电话：有 2 个不同的值`.
    func heading(_ report: ConflictReport, isPair: Bool) -> String {
        let count = report.candidates.count
        let name = kind?[report.field]?.label.text(in: language) ?? report.field
        switch report.conflictClass {
        case .concurrentEdit, .divergentDecision:
            return word("\(name)：有 \(count) 个不同的值", "\(name): \(count) different values")
        case .numberClash:
            return word("\(name)：号码相同或有多个", "\(name): a number clash")
        case .editVersusDelete:
            return word("有人删除，有人修改", "deleted by one, edited by another")
        case .duplicateRecord:
            return word("可能是同一对象的两条记录（\(name)）", "two records of one thing (\(name))")
        case .soft: return word("两人同时改了不同的字段", "two people edited it at once")
        }
    }

    /// `13800138000（李明，2026-03-01 09:30，现在显示）`.
    func candidate(
        _ candidate: ConflictReport.Candidate, _ report: ConflictReport, isPair: Bool
    ) -> String {
        let shown = candidate.isShown && !isPair ? word("，现在显示", ", shown now") : ""
        let open = language == .chinese ? "（" : " ("
        let close = language == .chinese ? "）" : ")"
        let comma = language == .chinese ? "，" : ", "
        return value(candidate.value, report, isPair: isPair) + open + candidate.change.actor
            + comma + Words.moment(candidate.change.recordedAt) + shown + close
    }

    /// A candidate's value as people read it.
    func value(_ value: Value, _ report: ConflictReport, isPair: Bool) -> String {
        guard !isPair, !report.field.isEmpty, let field = kind?[report.field] else {
            switch value.text {
            case "written": return word("保留", "keep")
            case "deleted": return word("删除", "delete")
            default: return value.text ?? value.json
            }
        }
        if value.isNull { return word("空", "empty") }
        return ValueText(language: language).text(
            isMasked ? Masking.masked(value, of: field) : value, of: field)
    }

    private func word(_ chinese: String, _ english: String) -> String {
        Label(chinese: chinese, english: english).text(in: language)
    }
}

extension ConflictClass {
    /// What people call it.
    var label: Label {
        switch self {
        case .concurrentEdit: Label(chinese: "同时修改", english: "concurrent edit")
        case .divergentDecision: Label(chinese: "决定不一", english: "divergent decision")
        case .editVersusDelete: Label(chinese: "改与删", english: "edit or delete")
        case .duplicateRecord: Label(chinese: "重复记录", english: "duplicate")
        case .numberClash: Label(chinese: "号码冲突", english: "number clash")
        case .soft: Label(chinese: "提示", english: "soft")
        }
    }
}
