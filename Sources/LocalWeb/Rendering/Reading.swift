import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Turns what a replica holds into what a person reads: labels for choices, names for references, days
/// and times without their seconds, and numbers of people masked.
final class Reading {
    let replica: Replica
    let view: View
    /// Whether identity and telephone numbers are shown in full.
    let isRevealed: Bool
    private var names: [String: String] = [:]
    private lazy var siteNames = (try? Registry.siteNames(replica)) ?? [:]
    private var deviceLabels: [String: String] = [:]

    init(_ replica: Replica, _ view: View, isRevealed: Bool = false) {
        self.replica = replica
        self.view = view
        self.isRevealed = isRevealed
    }

    /// `value` of `field` as text.
    func text(_ value: Value?, of field: Field) -> String {
        guard let value, !value.isNull else { return "" }
        if !isRevealed, field.isMaskedOnPages {
            return view.text.text(Masking.masked(value, of: field), of: field)
        }
        if !isRevealed, field.isPersonal, case .text = field.type {
            return joined(masking(value), of: field)
        }
        switch (field.type, value) {
        case (.reference, .list(let ids)):
            return ids.compactMap(\.text).map { name(of: $0) }.joined(separator: "；")
        case (.reference, .text(let id)): return name(of: id)
        case (.moment, .text(let text)): return Words.moment(text)
        case (.rows(let columns), .list(let rows)):
            return rows.map { line($0, columns) }.joined(separator: view.say("；", "; "))
        case (.money, .integer): return view.text.text(value, of: field) + view.say(" 元", " yuan")
        default: return joined(value, of: field)
        }
    }

    /// Elements of a set as a sentence has them, lines of a log one below the other.
    private func joined(_ value: Value, of field: Field) -> String {
        guard case .list(let list) = value else { return view.text.text(value, of: field) }
        let element = Field(name: field.name, label: field.label, type: field.type)
        return list.map { view.text.text($0, of: element) }
            .joined(separator: field.merge == .log ? "\n" : view.say("；", "; "))
    }

    /// A text of a person's with the numbers in it masked, such as a contact with a telephone.
    private func masking(_ value: Value) -> Value {
        switch value {
        case .text(let text): .text(Masking.withoutNumbers(text))
        case .list(let list): .list(list.map { masking($0) })
        default: value
        }
    }

    /// A line of a table as a sentence has it.
    private func line(_ row: Value, _ columns: [Field]) -> String {
        guard case .object(let cells) = row else { return "" }
        return columns.map { text(cells[$0.name], of: $0) }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// Whether ``text(_:of:)`` leaves something out of `value` that a person may ask for.
    func hides(_ value: Value?, of field: Field) -> Bool {
        guard let value, !value.isNull, field.isPersonal else { return false }
        if field.isMaskedOnPages { return true }
        if case .text = field.type { return masking(value) != value }
        return false
    }

    /// What people call the record with this id; its id where it is not held here.
    func name(of id: String) -> String {
        if let known = names[id] { return known }
        // A record that names itself, or a ring of them, has no name beyond its id.
        names[id] = id
        guard let record = RecordID(id),
            let place = try? replica.held(record),
            let kind = replica.kinds[place.kind],
            let stored = try? replica.store.record(
                record, kindName: kind.name, kind: kind, site: place.site,
                isPublished: place.isPublished)
        else { return id }
        let name = name(of: stored.shown(by: kind), kind: kind, id: record)
        names[id] = name
        return name
    }

    /// What people call a record: a name or title, else the first columns of its list.
    func name(of values: [String: Value], kind: Kind, id: RecordID) -> String {
        for name in ["name", "title"] {
            if let text = values[name]?.text { return text }
        }
        let texts = kind.columns.prefix(4).compactMap { kind[$0] }.filter { $0.merge != .lifecycle }
            .map { brief(text(values[$0.name], of: $0)) }.filter { !$0.isEmpty }
        // A number that nobody remembers comes after what it is about.
        let number = kind.numbers.first.flatMap { values[$0.name]?.text }
        let words = texts.filter { $0 != number }.prefix(2) + (number.map { [$0] } ?? [])
        return words.isEmpty ? String(id.text.suffix(6)) : words.joined(separator: " · ")
    }

    /// A text without what a catalogue says of it: `居住证明` of `居住证明（可出具，有效 180 天）`.
    private func brief(_ text: String) -> String {
        String(text.prefix { !"（(;；".contains($0) }).trimmed
    }

    /// What people call the device.
    func device(_ id: String) -> String {
        if let known = deviceLabels[id] { return known }
        let label = (try? Registry.deviceLabel(id, replica)) ?? id
        deviceLabels[id] = label
        return label
    }

    /// What people call the site.
    func site(_ site: SiteID) -> String { siteNames[site.text] ?? site.text }

    /// Whether this device holds records of several sites.
    var isOfManySites: Bool {
        replica.identity.isHub || replica.identity.roles.contains(.townReviewer)
    }
}

extension Field {
    /// Whether pages show only a part of it until somebody asks for all: what reaches or identifies a
    /// person, other than the names by which a clerk knows them. Of other texts of a person's, the
    /// numbers in them.
    var isMaskedOnPages: Bool {
        guard isPersonal else { return false }
        switch type {
        case .residentNumber, .phone: return true
        default: return false
        }
    }
}
