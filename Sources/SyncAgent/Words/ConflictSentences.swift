public import RecordModel
public import SyncEngine

/// What a conflict is, in a person's words.
public struct ConflictSentences: Sendable {
    private let kind: Kind?
    private let language: Language
    private let isMasked: Bool

    /// The words of `language`; `kind` is nil where this replica does not know the record's kind.
    public init(kind: Kind?, language: Language, isMasked: Bool) {
        self.kind = kind
        self.language = language
        self.isMasked = isMasked
    }

    /// `电话：有 2 个不同的值`.
    public func heading(_ report: ConflictReport, isPair: Bool) -> String {
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
            let same = identity(report.field) ?? name
            return word("可能是同一对象的两条记录（\(same)相同）", "two records of one thing (same \(same))")
        case .soft: return word("两人同时改了不同的字段", "two people edited it at once")
        }
    }

    /// `13800138000（李明，2026-03-01 09:30，现在显示）`.
    public func candidate(
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
    public func value(_ value: Value, _ report: ConflictReport, isPair: Bool) -> String {
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

    /// The labels of what two records have equal; nil where this is no identity of the kind.
    private func identity(_ name: String) -> String? {
        guard let kind, let identity = kind.identities.first(where: { $0.name == name }) else {
            return nil
        }
        let labels = identity.parts.compactMap { kind[$0.field]?.label.text(in: language) }
        return labels.joined(separator: word("、", ", "))
    }

    private func word(_ chinese: String, _ english: String) -> String {
        Label(chinese: chinese, english: english).text(in: language)
    }
}
