import RecordModel
import ReplicaStore
import SyncAgent

/// The columns of a list and the cells of its rows.
struct ListTable {
    let kind: Kind
    let reading: Reading

    private var fields: [Field] {
        let names = kind.columns.isEmpty ? kind.fields.prefix(6).map(\.name) : kind.columns
        return names.compactMap { kind[$0] }
    }

    /// The titles: the kind's own columns, the site where there are several, who wrote it last.
    var columns: [String] {
        (reading.isOfManySites ? [reading.view.say(Words.site)] : [])
            + fields.map { reading.view.say($0.label) } + [reading.view.say(Words.updatedAt)]
    }

    /// The cells of one record; the first of the kind's own that has a text leads to it.
    func cells(_ row: RecordRow, _ conflicts: [String: Int]) -> [Model] {
        var cells: [(text: String, label: String, isTight: Bool)] = []
        if reading.isOfManySites {
            cells.append((reading.site(row.site), reading.view.say(Words.site), false))
        }
        let own = cells.count
        cells += fields.map { field in
            (
                short(reading.text(row.values[field.name], of: field)),
                reading.view.say(field.label), field.isTight
            )
        }
        cells.append(
            (
                Words.moment(row.updatedAt) + " " + row.updatedBy,
                reading.view.say(Words.updatedAt), false
            ))
        if cells[own].text.isEmpty { cells[own].text = String(row.id.text.suffix(6)) }
        let open = conflicts[row.id.text] ?? 0
        return cells.enumerated().map { place, cell in
            [
                "tight": .flag(cell.isTight), "text": .text(cell.text), "label": .text(cell.label),
                "href": .maybe(place == own ? "/record/\(row.id)" : nil),
                "conflict": .maybe(
                    place == own && open > 0
                        ? reading.view.say("\(open) 处冲突", "\(open) conflicts") : nil),
            ]
        }
    }

    /// A long text's beginning: the record shows the rest.
    private func short(_ text: String) -> String {
        text.count > 60 ? text.prefix(58) + "…" : text
    }
}

extension Field {
    /// Whether its texts are short and lose their sense where they are broken: days, moments, states.
    fileprivate var isTight: Bool {
        switch type {
        case .date, .moment, .integer, .money, .boolean: true
        case .choice(let choices):
            merge != .set && choices.allSatisfy { $0.label.chinese.count <= 6 }
        default: false
        }
    }
}
