import RecordModel
import ReplicaStore
import SimulationKit
import SyncEngine
import TestSupport

// What clerks do, drawn at random.
extension VillageRun {
    static func add(_ chance: inout SeededGenerator, _ replica: Replica, tag: String) throws {
        let kinds = ["person", "person", "proof_request", "visit", "disclosure"]
        guard let name = kinds.randomElement(using: &chance), let kind = replica.kinds[name] else {
            return
        }
        var values: [String: Value] = [:]
        for field in kind.fields {
            guard field.isRequired || Int.random(in: 0..<3, using: &chance) == 0 else { continue }
            values[field.name] = value(of: field, kind, &chance)
        }
        if name == "disclosure" { values["numbers_masked"] = .boolean(true) }
        try replica.add(
            Draft(
                kind: name, values: values.compactMapValues { $0 }, actor: "clerk", reason: tag,
                origin: .imported))
    }

    static func edit(
        _ chance: inout SeededGenerator, _ replica: Replica, base: String?, tag: String
    ) throws {
        guard let (kind, place, id) = try record(&chance, replica) else { return }
        let fields = kind.fields.shuffled(using: &chance).prefix(3)
        var mutations: [Mutation] = []
        let shown =
            try replica.store.record(
                id, kindName: kind.name, kind: kind, site: place.site, isPublished: false)?.state
            .shown(by: kind) ?? [:]
        for field in fields {
            mutations += field.mutations(
                from: shown[field.name], to: value(of: field, kind, &chance))
        }
        guard !mutations.isEmpty else { return }
        let scope = Scope.site(place.site)
        _ = try replica.write(
            Edit(
                kind: kind.name, record: id, scope: scope, mutations: mutations,
                context: try base.map { try replica.context(of: $0, in: scope) }, actor: "clerk",
                reason: tag))
    }

    static func delete(
        _ chance: inout SeededGenerator, _ replica: Replica, base: String?, tag: String
    ) throws {
        guard let (_, place, id) = try record(&chance, replica) else { return }
        try replica.delete(id, at: place, base: base, actor: "clerk", reason: tag)
    }

    static func resolve(
        _ chance: inout SeededGenerator, _ replica: Replica, tag: String
    ) throws {
        let rows = try replica.store.conflicts(onlyOpen: true)
            .filter { $0.conflictClass != .soft && $0.scope == .site(replica.identity.site) }
        guard let row = rows.randomElement(using: &chance),
            let report = try replica.reports(row, open: true, resolved: false).first,
            let number = (1...max(1, report.candidates.count)).randomElement(using: &chance)
        else { return }
        let isDistinct = row.other != nil && Bool.random(using: &chance)
        _ = try replica.resolve(
            report.id, isDistinct ? .value(.text("distinct")) : .take(number),
            version: row.other == nil ? report.version : nil, actor: "clerk", reason: tag)
    }

    /// Some record of the site that is listed here.
    private static func record(
        _ chance: inout SeededGenerator, _ replica: Replica
    ) throws -> (Kind, RecordPlace, RecordID)? {
        let kinds = replica.kinds.kinds.filter { $0.audience != .control }
        guard let kind = kinds.randomElement(using: &chance) else { return nil }
        var ids: [RecordID] = []
        try replica.store.forEachRow(of: kind, RecordQuery(site: replica.identity.site)) {
            if !$0.isPublished { ids.append($0.id) }
        }
        // The newest are edited most, as in life; and so people meet.
        guard let id = ids.suffix(6).randomElement(using: &chance),
            let place = try replica.store.place(of: id, among: replica.kinds), !place.isPublished
        else { return nil }
        return (kind, place, id)
    }

    private static func value(
        of field: Field, _ kind: Kind, _ chance: inout SeededGenerator
    ) -> Value? {
        field.sample(of: kind, &chance) { field.isPersonal ? canary + "\($0)" : "文\($0)" }
    }
}
