import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Conflicts side by side: what it was, each candidate, who wrote it, when and where.
struct ConflictModels {
    let reading: Reading

    /// Letters of each text that tells two records apart.
    private static let detailMax = 40

    private var replica: Replica { reading.replica }
    private var view: View { reading.view }

    /// The open conflicts of one record.
    func open(of record: RecordID, in scope: Scope) throws -> [Model] {
        try replica.store.conflicts(of: record, in: scope)
            .filter { $0.isOpen && $0.conflictClass != .soft }
            .compactMap { try open($0, isNamed: false) }
    }

    /// One open conflict with the choices that settle it; nil where its record is gone.
    func open(_ row: ConflictRow, isNamed: Bool) throws -> Model? {
        guard let report = try replica.reports(row, open: true, resolved: false).first else {
            return nil
        }
        let kind = replica.kinds[row.kind]
        let isPair = row.other != nil
        var model = model(of: report, row, kind)
        model["name"] = isNamed ? .text(reading.name(of: row.record.text)) : false
        model["distinct"] = .flag(isPair)
        model["own"] = false
        if !isPair, let kind, let field = kind[row.field], field.merge != .lifecycle {
            let control = FormField(field, kind: kind, reading: reading)
            var form = control.model(text: "", name: "value-\(report.id)", error: nil)
            form["label"] = .text(view.say(.ownValueLabel))
            form["required"] = false
            model["own"] = true
            model["field"] = .model(form)
        }
        return model
    }

    /// One conflict that somebody has settled.
    func settled(_ report: ConflictReport, _ row: ConflictRow) -> Model {
        let kind = replica.kinds[row.kind]
        var model = model(of: report, row, kind)
        model["name"] = .text(reading.name(of: row.record.text))
        let value = value(report.resolvedValue, report, row, kind)
        let by = report.resolvedBy
        let reason = by.map { $0.reason.isEmpty ? "" : view.say("：", ": ") + $0.reason } ?? ""
        let when = by.map { Words.moment($0.recordedAt) } ?? ""
        model["settled"] = .text(
            view.say(
                "已定为 \(value)（\(by?.actor ?? "")，\(when)\(reason)）",
                "settled as \(value) (\(by?.actor ?? ""), \(when)\(reason))"))
        return model
    }

    private func model(of report: ConflictReport, _ row: ConflictRow, _ kind: Kind?) -> Model {
        let sentences = ConflictSentences(kind: kind, language: view.language, isMasked: false)
        let isPair = row.other != nil
        let hasBase = !isPair && !row.field.isEmpty
        return [
            "id": .text(report.id), "version": .text(report.version),
            "heading": .text(sentences.heading(report, isPair: isPair)),
            "href": .text("/record/\(row.record)"),
            "has_base": .flag(hasBase),
            "base": .text(
                report.base.isNull
                    ? view.say("（空）", "(empty)") : value(report.base, report, row, kind)),
            "candidates": .models(
                report.candidates.enumerated().map { place, candidate in
                    self.candidate(candidate, number: place + 1, report, row, kind)
                }),
        ]
    }

    private func candidate(
        _ candidate: ConflictReport.Candidate, number: Int, _ report: ConflictReport,
        _ row: ConflictRow, _ kind: Kind?
    ) -> Model {
        let isPair = row.other != nil
        return [
            "conflict": .text(report.id), "number": .number(number),
            "title": .text(
                isPair
                    ? view.say("只留第 \(number) 条，另一条并入它", "keep no. \(number), merge the other")
                    : view.say("选第 \(number) 个", "take no. \(number)")),
            "value": .text(value(candidate.value, report, row, kind)),
            "who": .text(candidate.change.actor),
            "when": .text(Words.moment(candidate.change.recordedAt)),
            "device": .text(reading.device(candidate.change.device)),
            "shown": .flag(candidate.isShown && !isPair),
            "detail": .maybe(isPair ? detail(candidate.value, kind) : nil),
        ]
    }

    private func value(
        _ value: Value, _ report: ConflictReport, _ row: ConflictRow, _ kind: Kind?
    ) -> String {
        if row.other != nil {
            return value.text == "distinct"
                ? view.say("两条都保留", "both stay") : reading.name(of: value.text ?? "")
        }
        if let field = kind?[row.field], !value.isNull { return reading.text(value, of: field) }
        return ConflictSentences(kind: kind, language: view.language, isMasked: false)
            .value(value, report, isPair: false)
    }

    /// What tells two records of one thing apart.
    private func detail(_ value: Value, _ kind: Kind?) -> String? {
        guard let kind, let id = value.text.flatMap({ RecordID($0) }),
            let place = try? replica.held(id),
            let values = try? replica.view(of: id, at: place).values
        else { return nil }
        let texts = kind.columns.compactMap { kind[$0] }
            .map { reading.text(values[$0.name], of: $0) }.filter { !$0.isEmpty }
        return texts.map { $0.count > Self.detailMax ? $0.prefix(Self.detailMax) + "…" : $0 }
            .joined(separator: " · ")
    }
}
