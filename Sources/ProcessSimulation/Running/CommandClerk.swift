import Foundation
import RecordModel
import ReplicaStore
import SimulationKit
import SyncEngine
import SyncProtocol

/// A person at a keyboard: what they type for an event, drawn for the event alone.
struct CommandClerk {
    /// A command as typed.
    struct Typed {
        var arguments: [String]
        /// What it reads from standard input.
        var input: String?
    }

    /// How many changes back people look.
    private static let recent: Int64 = 30

    private let event: Event
    private let site: SiteID
    private let tag: String
    private let forms: [String]
    private var chance: Chance

    init(_ event: Event, site: SiteID, seed: UInt64, forms: [String]) {
        self.event = event
        self.site = site
        self.forms = forms
        tag = "w\(event.id)"
        chance = Chance(seed: seed, .people, event: event.id)
    }

    /// What is typed at the computer of `replica`; nil where there is nothing to do it to.
    mutating func command(in replica: Replica) throws -> Typed? {
        switch event.action {
        case .save: try add(in: replica)
        case .importRows(_, let rows): importing(rows, in: replica)
        case .edit(_, let fromForm): try edit(in: replica, fromForm: fromForm)
        case .delete(_, let fromForm):
            try record(in: replica).map { _, id in
                because(["delete", id.text] + base(fromForm))
            }
        case .decide: try decide(in: replica)
        case .resolve: try resolve(in: replica)
        case .openForm:
            try record(in: replica).map { _, id in
                Typed(arguments: ["show", id.text, "--format", "ndjson"])
            }
        case .writeSpecimen: try writeSpecimen(in: replica)
        case .erase:
            try recentRecord(in: replica).map {
                because(["erase", $0.text, "--site", site.text])
            }
        default: nil
        }
    }

    private func because(_ arguments: [String]) -> Typed {
        Typed(arguments: arguments + ["--reason", tag])
    }

    private mutating func base(_ fromForm: Bool) -> [String] {
        guard fromForm, let form = chance.pick(forms.suffix(4)) else { return [] }
        return ["--base", form]
    }

    private func place(in replica: Replica) -> [String] {
        replica.identity.isHub ? ["--site", site.text] : []
    }

    private mutating func add(in replica: Replica) throws -> Typed? {
        let names = ["person", "person", "proof_request", "visit", "disclosure"]
        // A visit is to somebody.
        let isPeopled = try record(in: replica, among: ["person"]) != nil
        guard let name = chance.pick(names),
            let kind = replica.kinds[name == "visit" && !isPeopled ? "person" : name]
        else { return nil }
        let fields = kind.fields.filter { $0.name != Lifecycle.field }
        let assignments = try fields.compactMap { field in
            field.isRequired || chance.below(3) == 0 ? try assignment(field, kind, replica) : nil
        }
        return because(["add", kind.name] + assignments + place(in: replica))
    }

    /// `field=value` with some value; nil for none.
    private mutating func assignment(
        _ field: Field, _ kind: Kind, _ replica: Replica
    ) throws -> String? {
        if case .reference(let name) = field.type {
            return try record(in: replica, among: [name]).map { "\(field.name)=\($1.text)" }
        }
        // A row has required columns, which the samples leave out.
        if case .rows = field.type { return nil }
        return field.sample(of: kind, &chance) { "文\($0)" }.map {
            "\(field.name)=\(ValueText().text($0, of: field))"
        }
    }

    private mutating func importing(_ rows: Int, in replica: Replica) -> Typed {
        let lines = (0..<rows).map { row in
            var members: [String: Value] = [
                "name": .text("\(tag)之\(row)"), "risk_level": .text("general"),
            ]
            if replica.identity.isHub { members["site"] = .text(site.text) }
            return Value.object(members).json
        }
        return Typed(
            arguments: ["import", "person", "-", "--input-format", "ndjson"],
            input: lines.joined(separator: "\n"))
    }

    private mutating func edit(in replica: Replica, fromForm: Bool) throws -> Typed? {
        guard let (kind, id) = try record(in: replica) else { return nil }
        let assignments = try kind.fields.filter { $0.name != Lifecycle.field }
            .shuffled(using: &chance).prefix(3)
            .compactMap { try assignment($0, kind, replica) }
        guard !assignments.isEmpty else { return nil }
        return because(["set", id.text] + assignments + base(fromForm))
    }

    /// Takes a request or a disclosure to a state that may follow.
    private mutating func decide(in replica: Replica) throws -> Typed? {
        guard let (kind, id) = try record(in: replica, among: ["proof_request", "disclosure"]),
            let lifecycle = kind.lifecycle
        else { return nil }
        let shown = try replica.store.record(
            id, kindName: kind.name, kind: kind, site: site, isPublished: false)?.state
            .shown(by: kind)[Lifecycle.field]?.text
        let next = lifecycle.states.first { $0.name == shown }?.next ?? []
        return chance.pick(next).map { because(["set", id.text, "\(Lifecycle.field)=\($0)"]) }
    }

    private mutating func resolve(in replica: Replica) throws -> Typed? {
        let rows = try replica.store.conflicts(onlyOpen: true)
            .filter { $0.conflictClass != .soft && $0.scope == .site(site) }
        guard let row = chance.pick(rows),
            let report = try replica.reports(row, open: true, resolved: false).first
        else { return nil }
        let decision =
            row.other != nil && chance.below(2) == 0
            ? ["--value", "distinct"] : ["--take", "\(1 + chance.below(report.candidates.count))"]
        return because(["resolve", report.id] + decision)
    }

    /// Writes to one of a few records of a kind with a field of every merge, so that people meet at them.
    private mutating func writeSpecimen(in replica: Replica) throws -> Typed? {
        guard let kind = replica.kinds[Specimen.name] else { return nil }
        let id = RecordID(millisecondsSince1970: 5, random: (1, UInt64(chance.below(3))))
        let fields = kind.fields.filter { $0.name != Lifecycle.field }.shuffled(using: &chance)
        if try replica.store.place(of: id, among: replica.kinds) != nil {
            let assignments = try fields.prefix(4).compactMap {
                try assignment($0, kind, replica)
            }
            return assignments.isEmpty ? nil : because(["set", id.text] + assignments)
        }
        var members: [String: Value] = ["id": .text(id.text)]
        for field in fields.prefix(4) {
            if case .rows = field.type { continue }
            members[field.name] = field.sample(of: kind, &chance) { "样\($0)" }
        }
        var typed = because(["add", kind.name, "--json", "-"] + place(in: replica))
        typed.input = Value.object(members).json
        return typed
    }

    /// Some record of the site: the newest are worked on most, as in life, and so people meet.
    private mutating func record(
        in replica: Replica, among names: [String] = []
    ) throws -> (Kind, RecordID)? {
        for id in try recentRecords(in: replica).shuffled(using: &chance) {
            guard let place = try replica.store.place(of: id, among: replica.kinds),
                let kind = replica.kinds[place.kind], !place.isPublished, place.site == site,
                names.isEmpty || names.contains(kind.name)
            else { continue }
            return (kind, id)
        }
        return nil
    }

    /// A record that was worked on of late: deleted ones too.
    private mutating func recentRecord(in replica: Replica) throws -> RecordID? {
        chance.pick(try recentRecords(in: replica))
    }

    /// The records of the site that the last changes were to, in order of arrival.
    private func recentRecords(in replica: Replica) throws -> [RecordID] {
        let feeds = Set(try replica.store.feeds(in: .site(site)).map(\.number))
        let last = try replica.store.lastArrival()
        return try replica.store.entries(after: last - Self.recent, limit: Int(Self.recent))
            .filter { feeds.contains($0.feed) }
            .map { try FeedCursor.outline(of: $0.entry.header).record }
    }
}
