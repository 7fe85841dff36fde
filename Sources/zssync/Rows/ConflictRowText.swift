import RecordModel
import ReplicaStore
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

    /// The columns of the table.
    static func columns(_ language: Language) -> [TableWriter.Column] {
        let titles = [
            ("编号", "id"), ("村（社区）", "site"), ("记录", "record"), ("冲突", "conflict"),
            ("候选 / 处理", "candidates / resolution"),
        ].map { Label(chinese: $0.0, english: $0.1).text(in: language) }
        return titles.enumerated().map {
            TableWriter.Column(title: $0.element, isWhole: $0.offset == 0 || $0.offset == 2)
        }
    }

    /// The cells of the table: the beginning of the id is enough for `resolve`.
    func cells(_ report: ConflictReport, _ siteNames: [String: String]) -> [String] {
        let sentences = ConflictSentences(kind: kind, language: language, isMasked: isMasked)
        let candidates = report.candidates.enumerated().map {
            "\($0.offset + 1). " + sentences.candidate($0.element, report, isPair: isPair)
        }.joined(separator: "  ")
        let resolution = report.resolvedBy.map { change in
            let value = sentences.value(report.resolvedValue, report, isPair: isPair)
            return Label(
                chinese: "已定为 \(value)（\(change.actor)）",
                english: "settled as \(value) (\(change.actor))"
            ).text(in: language)
        }
        return [
            String(report.id.prefix(8)), siteNames[report.site.text] ?? report.site.text,
            report.record.text, sentences.heading(report, isPair: isPair),
            resolution ?? candidates,
        ]
    }
}
