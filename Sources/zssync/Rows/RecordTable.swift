import RecordModel
import ReplicaStore
import SyncAgent

/// Records of one kind as a table for people.
struct RecordTable: Sendable {
    private let fields: [Field]
    private let text: ValueText
    private let siteNames: [String: String]?

    /// A table in `language`; `siteNames` where the list may be of several sites.
    init(kind: Kind, language: Language, siteNames: [String: String]?) {
        let names = kind.columns.isEmpty ? kind.fields.prefix(6).map(\.name) : kind.columns
        fields = names.compactMap { kind[$0] }
        text = ValueText(language: language)
        self.siteNames = siteNames
    }

    /// The columns: id, site, the kind's own, conflicts, when and by whom.
    func columns(_ language: Language) -> [TableWriter.Column] {
        let title = { (label: Label) in TableWriter.Column(title: label.text(in: language)) }
        var columns = [
            TableWriter.Column(
                title: Label(chinese: "编号", english: "id").text(in: language), isWhole: true)
        ]
        if siteNames != nil { columns.append(title(Words.site)) }
        columns += fields.map { title($0.label) }
        columns += [title(Words.conflict), title(Words.updatedAt), title(Words.updatedBy)]
        return columns
    }

    /// The cells of one record.
    func cells(_ row: RecordRow, conflicts: Int) -> [String] {
        var cells = [row.id.text]
        if let siteNames { cells.append(siteNames[row.site.text] ?? row.site.text) }
        cells += fields.map { text.text(row.values[$0.name] ?? .null, of: $0) }
        cells += [
            conflicts > 0 ? "▲ \(conflicts)" : "", Words.moment(row.updatedAt), row.updatedBy,
        ]
        return cells
    }
}
