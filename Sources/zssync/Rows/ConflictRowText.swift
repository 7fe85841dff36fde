import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// One row of the conflict report, for programs and for people.
///
/// The names and their order are those of Protocol/conflict-report.schema.json.
struct ConflictRowText {
    let row: ConflictRow
    let kind: Kind?
    let language: Language
    let isMasked: Bool

    private var isPair: Bool { row.other != nil }

    private func masked(_ value: Value) -> Document {
        guard isMasked, !isPair, !row.field.isEmpty else { return .value(value) }
        // A field of a kind that is not known here might be anybody's name.
        guard let field = kind?[row.field] else { return .text("***") }
        return .value(Masking.masked(value, of: field))
    }

    /// The row for programs.
    func members(_ report: ConflictReport) -> [Document.Member] {
        [
            .init("id", .text(report.id)), .init("version", .text(report.version)),
            .init("class", .text(report.conflictClass.rawValue)),
            .init("state", .text(report.isOpen ? "open" : "resolved")),
            .init("site", .text(report.site.text)), .init("town", .text(report.town)),
            .init("kind", .text(report.kind)), .init("record", .text(report.record.text)),
            .init("field", .text(report.field)), .init("base", masked(report.base)),
            .init("candidates", .list(report.candidates.map(candidate))),
            .init("resolved_by", report.resolvedBy.map(resolution) ?? .null),
            .init("resolved_value", masked(report.resolvedValue)),
        ]
    }

    private func candidate(_ candidate: ConflictReport.Candidate) -> Document {
        .object(
            [.init("value", masked(candidate.value))] + authorship(candidate.change)
                + [.init("shown", .boolean(candidate.isShown))])
    }

    private func resolution(_ change: ConflictReport.Authorship) -> Document {
        .object(authorship(change) + [.init("reason", .text(change.reason))])
    }

    private func authorship(_ change: ConflictReport.Authorship) -> [Document.Member] {
        [
            .init("device", .text(change.device)), .init("replica", .text(change.replica)),
            .init("seq", .value(.integer(Int64(change.seq)))), .init("actor", .text(change.actor)),
            .init("recorded_at", .text(change.recordedAt)),
        ]
    }

    /// The lines for people: what differs, then one line a candidate, as `resolve --take` counts
    /// them. The beginning of the id is enough for `resolve`.
    func lines(_ report: ConflictReport, _ siteNames: [String: String]) -> String {
        let sentences = ConflictSentences(kind: kind, language: language, isMasked: isMasked)
        let place = siteNames[report.site.text] ?? report.site.text
        let kindName = kind?.label.text(in: language) ?? report.kind
        let mark = report.isOpen ? "▲" : "✓"
        var lines = [
            "\(mark) \(report.id.prefix(8))  \(place)  \(kindName) \(report.record)",
            "  " + sentences.heading(report, isPair: isPair),
        ]
        if !report.base.isNull {
            let base = sentences.value(report.base, report, isPair: isPair)
            lines.append(
                "  "
                    + Label(chinese: "原来是 \(base)", english: "it was \(base)").text(in: language))
        }
        for (index, candidate) in report.candidates.enumerated() {
            lines.append(
                "  \(index + 1). " + sentences.candidate(candidate, report, isPair: isPair))
        }
        if let change = report.resolvedBy {
            let value = sentences.value(report.resolvedValue, report, isPair: isPair)
            let when = Words.moment(change.recordedAt)
            let reason = change.reason.isEmpty ? "" : "：" + change.reason
            lines.append(
                "  → "
                    + Label(
                        chinese: "已定为 \(value)（\(change.actor)，\(when)\(reason)）",
                        english: "settled as \(value) (\(change.actor), \(when)\(reason))"
                    ).text(in: language))
        }
        return lines.map { DisplayWidth.harmless($0) + "\n" }.joined()
    }
}
