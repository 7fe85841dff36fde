import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

/// A person at a replica, who does one thing. Everything is drawn for the event alone.
struct Clerk {
    private let event: Event
    private let site: SiteID
    private let isHub: Bool
    private let isNewer: Bool
    private let base: String?
    private let tag: String
    /// The record that was ordered to be erased.
    private(set) var erased: ErasedRecord?
    private var chance: Chance

    init(event: Event, scenario: Scenario, replica: SimulatedReplica) {
        self.event = event
        site = Self.site(of: replica, event, scenario)
        isHub = replica.identity.isHub
        isNewer = replica.program == .newer
        var chance = Chance(seed: scenario.seed, .people, event: event.id)
        base = chance.pick(replica.forms.suffix(4))
        self.chance = chance
        tag = "w\(event.id)"
    }

    /// Whose records are worked on: the device's own site, at the hub any.
    static func site(
        of replica: SimulatedReplica, _ event: Event, _ scenario: Scenario
    ) -> SiteID {
        replica.identity.isHub
            ? City.site(event.id % max(1, scenario.sites)) : replica.identity.site
    }

    mutating func act(in replica: Replica) throws {
        switch event.action {
        case .save: try add(to: replica, tag)
        case .importRows(_, let rows):
            for row in 0..<rows { try add(to: replica, tag + ".\(row)") }
        case .edit(_, let fromForm): try edit(in: replica, base: fromForm ? base : nil)
        case .delete(_, let fromForm):
            guard let (_, place, id) = try record(in: replica) else { return }
            try replica.delete(
                id, at: place, base: fromForm ? base : nil, actor: "clerk", reason: tag)
        case .decide: try decide(in: replica)
        case .resolve: try resolve(in: replica)
        case .writeSpecimen: try writeSpecimen(in: replica)
        case .defineSpecimen(let edition): try replica.define(Specimen.kind(edition: edition))
        case .erase: erased = try erase(in: replica)
        case .openForm, .sync, .partition, .stop, .image, .restore, .clone, .clock, .misbehave,
            .join, .revoke:
            break
        }
    }

    private mutating func add(to replica: Replica, _ tag: String) throws {
        let kinds = ["person", "person", "proof_request", "visit", "disclosure"]
        guard let name = chance.pick(kinds), let kind = replica.kinds[name] else { return }
        var values: [String: Value] = [:]
        for field in kind.fields where field.isRequired || chance.below(3) == 0 {
            values[field.name] = value(of: field, kind)
        }
        if name == "disclosure" { values["numbers_masked"] = .boolean(true) }
        try replica.add(
            Draft(
                kind: name, site: isHub ? site : nil, values: values, actor: "clerk", reason: tag,
                origin: .imported))
    }

    private mutating func edit(in replica: Replica, base: String?) throws {
        guard let (kind, place, id) = try record(in: replica) else { return }
        let shown = try shown(id, kind, place, in: replica)
        var mutations: [Mutation] = []
        for field in kind.fields.shuffled(using: &chance).prefix(3) {
            mutations += field.mutations(from: shown[field.name], to: value(of: field, kind))
        }
        guard !mutations.isEmpty else { return }
        let scope = Scope.site(place.site)
        let context = try base.map { try replica.context(of: $0, in: scope) }
        let change = try replica.write(
            Edit(
                kind: kind.name, record: id, scope: scope, mutations: mutations,
                context: context, actor: "clerk", reason: tag))
        // What came while the form was open was not seen, whatever the replica holds by now.
        guard context == nil || change.context == context else {
            throw Violation(
                invariant: .nothingLost, what: "a form is saved as if it had seen what came since")
        }
    }

    /// Takes a request or a disclosure to a state that may follow.
    private mutating func decide(in replica: Replica) throws {
        guard
            let (kind, place, id) = try record(
                in: replica, among: ["proof_request", "disclosure"]),
            let lifecycle = kind.lifecycle
        else { return }
        let state = try shown(id, kind, place, in: replica)[Lifecycle.field]?.text
        let next = lifecycle.states.first { $0.name == state }?.next ?? []
        guard let step = chance.pick(next) else { return }
        try replica.edit(
            Draft(
                kind: kind.name, values: [Lifecycle.field: .text(step)], actor: "reviewer",
                reason: tag),
            of: place, id)
    }

    private mutating func resolve(in replica: Replica) throws {
        let rows = try replica.store.conflicts(onlyOpen: true)
            .filter { $0.conflictClass != .soft && $0.scope == .site(site) }
        guard let row = chance.pick(rows),
            let report = try replica.reports(row, open: true, resolved: false).first
        else { return }
        let isDistinct = row.other != nil && chance.below(2) == 0
        let decision: Decision =
            isDistinct
            ? .value(.text("distinct")) : .take(1 + chance.below(report.candidates.count))
        try replica.resolve(
            report.id, decision, version: row.other == nil ? report.version : nil, actor: "clerk",
            reason: tag)
    }

    /// Erases a record that was worked on of late: deleted ones too, and those of kinds not known here.
    private mutating func erase(in replica: Replica) throws -> ErasedRecord? {
        let feeds = Set(try replica.store.feeds(in: .site(site)).map(\.number))
        let last = try replica.store.lastArrival()
        let recent = try replica.store.entries(after: last - Self.recent, limit: Int(Self.recent))
            .filter { feeds.contains($0.feed) }
        guard let logged = chance.pick(recent) else { return nil }
        let id = try FeedCursor.outline(of: logged.entry.header).record
        try replica.erase(id, of: site, actor: "operator", reason: tag)
        return ErasedRecord(site: site, record: id)
    }

    private mutating func writeSpecimen(in replica: Replica) throws {
        // A few records, so that people meet at them.
        let record = RecordID(millisecondsSince1970: 5, random: (1, UInt64(chance.below(3))))
        let edit = Edit(
            kind: Specimen.name, record: record, scope: .site(site),
            mutations: Specimen.mutations(&chance), actor: "clerk", reason: tag)
        guard isNewer else { return _ = try replica.write(edit) }
        let salt = (0..<HashChain.saltBytes).map { _ in UInt8.random(in: 0...255, using: &chance) }
        try replica.write(
            SealedBody(
                kind: edit.kind, kindVersion: 1, mutations: edit.mutations, recordedAt: 0,
                actor: edit.actor, reason: tag, salt: salt
            ).ofNewerProgram, record: record, scope: edit.scope)
    }

    private func shown(
        _ id: RecordID, _ kind: Kind, _ place: RecordPlace, in replica: Replica
    ) throws -> [String: Value] {
        try replica.store.record(
            id, kindName: kind.name, kind: kind, site: place.site, isPublished: false)?.state
            .shown(by: kind) ?? [:]
    }

    /// Some record of the site: the newest are worked on most, as in life, and so people meet.
    private mutating func record(
        in replica: Replica, among names: [String] = []
    ) throws -> (Kind, RecordPlace, RecordID)? {
        let last = try replica.store.lastArrival()
        let recent = try replica.store.entries(after: last - Self.recent, limit: Int(Self.recent))
        for logged in recent.shuffled(using: &chance) {
            let id = try FeedCursor.outline(of: logged.entry.header).record
            guard let place = try replica.store.place(of: id, among: replica.kinds),
                let kind = replica.kinds[place.kind], kind.audience != .control,
                !place.isPublished, place.site == site,
                names.isEmpty || names.contains(kind.name)
            else { continue }
            return (kind, place, id)
        }
        return nil
    }

    /// How many changes back people look.
    private static let recent: Int64 = 30

    private mutating func value(of field: Field, _ kind: Kind) -> Value? {
        field.sample(of: kind, &chance) { "文\($0)" }
    }
}
