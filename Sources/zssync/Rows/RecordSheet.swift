import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// One record as a person reads it: a line a field, what stands against what, and where it is saved.
struct RecordSheet {
    let kind: Kind
    let language: Language

    func text(
        _ row: RecordRow, _ stored: StoredRecord, _ conflicts: [ConflictRow], _ replica: Replica
    ) throws -> String {
        let names = try Registry.siteNames(replica)
        var lines: [(String, String)] = [
            (word("编号", "id"), row.id.text),
            (word("类型", "kind"), kind.label.text(in: language)),
        ]
        if row.site != .hub {
            lines.append(
                (Words.site.text(in: language), names[row.site.text] ?? row.site.text))
        }
        let text = ValueText(language: language)
        for field in kind.fields {
            guard let value = row.values[field.name] else { continue }
            lines.append((field.label.text(in: language), text.text(value, of: field)))
        }
        lines.append(
            (
                Words.updatedAt.text(in: language),
                Words.moment(row.updatedAt) + " " + row.updatedBy
            ))
        lines.append((word("保存", "saved"), try saved(stored, replica)))
        let width = lines.map { DisplayWidth.of($0.0) }.max() ?? 0
        var sheet = lines.map {
            DisplayWidth.fitted($0.0, to: width) + "  " + DisplayWidth.harmless($0.1) + "\n"
        }.joined()
        for conflict in conflicts { sheet += try self.conflict(conflict, replica) }
        return sheet
    }

    private func word(_ chinese: String, _ english: String) -> String {
        Label(chinese: chinese, english: english).text(in: language)
    }

    private func saved(_ stored: StoredRecord, _ replica: Replica) throws -> String {
        if replica.identity.isHub { return word("已到中心", "at the hub") }
        return try replica.isAtHub(stored)
            ? word("已保存在本机，已到中心", "on this device and at the hub")
            : word("已保存在本机，还没到中心", "on this device, not yet at the hub")
    }

    private func conflict(_ row: ConflictRow, _ replica: Replica) throws -> String {
        guard let report = try replica.reports(row, open: true, resolved: false).first else {
            return ""
        }
        let sentences = ConflictSentences(kind: kind, language: language, isMasked: false)
        var text = "\n▲ " + sentences.heading(report, isPair: row.other != nil) + "\n"
        for (index, candidate) in report.candidates.enumerated() {
            text +=
                "  \(index + 1). "
                + DisplayWidth.harmless(
                    sentences.candidate(candidate, report, isPair: row.other != nil)) + "\n"
        }
        return text + "  zssync resolve \(report.id.prefix(8)) --take N\n"
    }
}
