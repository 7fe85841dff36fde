public import RecordModel

/// A kind with a field of every merge, in two editions.
public enum Specimen: Sendable {
    /// The name of the kind.
    public static let name = "specimen"

    /// The edition with `version` 1 or 2; the second has a field more of each structure.
    public static func kind(edition: Int) throws -> Kind {
        try KindReader.kind(source: source(edition: edition), file: name + ".yaml")
    }

    /// The file of that edition.
    package static func source(edition: Int) -> String {
        let more =
            edition < 2
            ? ""
            : """
              extra: {label: {zh: 附加, en: Extra}, type: text}
              extra_count: {label: {zh: 附加数, en: Extra count}, type: integer, merge: sum}
              extra_tags: {label: {zh: 附加标签, en: Extra tags}, type: text, merge: set}
              extra_lines: {label: {zh: 附加记录, en: Extra lines}, type: text, merge: log}

            """
        return first.replacing("version: 1", with: "version: \(edition)")
            .replacing("  status:", with: more + "  status:")
    }

    private static let first = """
        kind: specimen
        version: 1
        label: {zh: 样本, en: Specimen}
        audience: {published: [shown]}
        identities:
          - {name: same_title, parts: [title]}
        fields:
          title: {label: {zh: 标题, en: Title}, type: text}
          remark: {label: {zh: 备注, en: Remark}, type: text, merge: latest}
          highest: {label: {zh: 最高, en: Highest}, type: integer, merge: max}
          lowest: {label: {zh: 最低, en: Lowest}, type: date, merge: min}
          total: {label: {zh: 合计, en: Total}, type: integer, merge: sum}
          tags: {label: {zh: 标签, en: Tags}, type: text, merge: set}
          journal: {label: {zh: 日志, en: Journal}, type: text, merge: log}
          done: {label: {zh: 完成, en: Done}, type: boolean}
          price: {label: {zh: 价格, en: Price}, type: money}
          number: {label: {zh: 编号, en: Number}, type: text, number: true}
          lines:
            label: {zh: 明细, en: Lines}
            type: rows
            columns:
              what: {label: {zh: 内容, en: What}, type: text}
              fen: {label: {zh: 金额, en: Amount}, type: money}
          status: {label: {zh: 状态, en: Status}, merge: lifecycle}
        lifecycle:
          initial: draft
          states:
            draft: {label: {zh: 草稿, en: draft}, next: [shown, refused]}
            shown: {label: {zh: 公开, en: shown}, next: [draft, refused]}
            refused: {label: {zh: 不同意, en: refused}, next: [draft]}
          precedence: [refused, draft, shown]
        """
}
