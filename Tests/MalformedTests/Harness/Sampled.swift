import RecordModel

/// The kinds that foreign records are read as: the standard ones, and one with a field of every merge.
enum Sampled {
    static let kinds: [Kind] = {
        do {
            let specimen = try KindReader.kind(source: source, file: "specimen.yaml")
            return KindCatalogue.standard.kinds + [specimen]
        } catch { preconditionFailure("the specimen: \(error)") }
    }()

    /// The kind with a field of every merge.
    static var specimen: Kind { kinds[kinds.count - 1] }

    /// What reads files of each kind.
    static let inputs = kinds.map { RecordInput(kind: $0, today: today) }

    /// The day on which files are read.
    static let today = Day(daysSince1970: 20_800)

    private static let source = """
        kind: specimen
        version: 1
        label: {zh: 样本, en: Specimen}
        audience: {published: [shown]}
        identities:
          - {name: same_day, parts: [title, {day: seen_at}]}
        fields:
          title: {label: {zh: 标题, en: Title}, type: text, bytes: 65536}
          remark: {label: {zh: 备注, en: Remark}, type: text, merge: latest, bytes: 65536}
          highest: {label: {zh: 最高, en: Highest}, type: integer, merge: max}
          lowest: {label: {zh: 最低, en: Lowest}, type: date, merge: min}
          total: {label: {zh: 合计, en: Total}, type: integer, merge: sum}
          tags: {label: {zh: 标签, en: Tags}, type: text, merge: set}
          journal: {label: {zh: 日志, en: Journal}, type: text, merge: log}
          done: {label: {zh: 完成, en: Done}, type: boolean}
          price: {label: {zh: 价格, en: Price}, type: money}
          number: {label: {zh: 编号, en: Number}, type: text, number: true}
          seen_at: {label: {zh: 时间, en: Time}, type: moment}
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

extension Sequence<UInt8> {
    /// The bytes in pieces of changing size, as they come from a disk or a network.
    var pieces: [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var left = 1
        for byte in self {
            pieces[pieces.count - 1].append(byte)
            left -= 1
            if left == 0 {
                pieces.append([])
                left = pieces.count % 7 + 1
            }
        }
        return pieces
    }
}
