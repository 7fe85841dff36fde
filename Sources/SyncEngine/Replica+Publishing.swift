import CausalCore
public import RecordModel
public import ReplicaStore
import SyncProtocol

extension Replica {
    /// Whether the record that `opened` changes can have a public copy.
    func isPublished(_ opened: OpenedChange, in scope: Scope) -> Bool {
        guard case .site = scope, let name = opened.kind else { return false }
        return kind(name, in: scope)?.hasPublishedCopies ?? false
    }

    /// Copies a record whose state is published to the public scope, and takes the copy back when it
    /// is no longer so. The copy is written by whoever made the change, as a change of its own.
    func publish(after change: Change) throws {
        try publish(
            RecordKey(kind: change.kind, record: change.record), of: change.scope,
            actor: change.actor, reason: change.reason)
    }

    /// As ``publish(_:of:actor:reason:)`` for the hub, to whom the change behind it comes from
    /// elsewhere and is good. A record can grow, save by save, beyond what one change carries: its
    /// copy then stays as it was, and that is noted.
    func publishIfItFits(
        _ key: RecordKey, of home: Scope, actor: String, reason: String, isGone: Bool = false
    ) throws {
        do {
            try publish(key, of: home, actor: actor, reason: reason, isGone: isGone)
        } catch WireError.tooLarge(let what, let limit) {
            try store.noticeOnce(
                "unpublished",
                detail: "scope \(home), \(key.kind) \(key.record): \(what) over \(limit)",
                at: surroundings.now)
        }
    }

    /// The copies that `peer` brought to the hub and that are to be held against their records, now that
    /// all of its push has come; not of sites of which something was refused. Nobody else's: a copy comes
    /// before its record, and one that was taken back would be public again until that is there.
    public func copiesDue(from peer: Member, refused: Set<Scope>) throws -> [CopyDue] {
        guard identity.isHub else { return [] }
        return try store.copiesDue(from: peer.device).filter { !refused.contains(.site($0.site)) }
    }

    /// Sets copies right that came to the hub: of two that were made at once, or that are written anew
    /// with a branch, none may show what the record does.
    public func settle(_ copies: some Sequence<CopyDue>) throws {
        for copy in copies {
            let home = Scope.site(copy.site)
            let record = try store.record(
                copy.record, kindName: copy.kind, kind: kind(copy.kind, in: home),
                site: copy.site, isPublished: false)
            try publishIfItFits(
                RecordKey(kind: copy.kind, record: copy.record), of: home,
                actor: record?.state.updated?.actor ?? "", reason: "")
            // Of a kind that is public nowhere, too.
            try store.settle(copy)
        }
    }

    /// As ``publish(after:)``, of a record that is as it was while its kind is another. Where nothing is held
    /// of it, `isGone` says that nothing will come, and its copy is taken back.
    func publish(
        _ key: RecordKey, of home: Scope, actor: String, reason: String, isGone: Bool = false
    ) throws {
        guard case .site(let site) = home, let kind = kind(key.kind, in: home),
            case .published(let states) = kind.audience
        else { return }
        if identity.isHub {
            try store.settle(CopyDue(site: site, kind: key.kind, record: key.record))
        }
        let record = try store.record(
            key.record, kindName: kind.name, kind: kind, site: site, isPublished: false)
        guard record != nil || isGone else { return }
        let scope = Scope.published(site)
        let copy = try store.record(
            key.record, kindName: kind.name, kind: kind, site: site, isPublished: true)
        let shown = kind.withoutNumbers(record?.shown(by: kind) ?? [:])
        let isPublic =
            record?.state.isDeleted == false
            && shown[Lifecycle.field]?.text.map(states.contains) ?? false
        guard isPublic else {
            guard let copy, !copy.state.isDeleted else { return }
            try write(
                Edit(
                    kind: kind.name, record: key.record, scope: scope, mutations: [.delete],
                    actor: actor, reason: reason))
            return
        }
        // A copy that was taken back still has its fields: only what differs is written again.
        let form = kind.form(isPublished: true)
        let before = copy?.shown(by: kind) ?? [:]
        var mutations: [Mutation] = []
        for field in form.fields {
            mutations += field.mutations(from: before[field.name], to: shown[field.name])
        }
        if copy?.state.isDeleted == true, mutations.isEmpty { mutations = [.keep] }
        guard !mutations.isEmpty else { return }
        try write(
            Edit(
                kind: kind.name, record: key.record, scope: scope, mutations: mutations,
                actor: actor, reason: reason))
    }
}

extension Kind {
    /// `values` with identity and telephone numbers masked where the kind says that nothing is
    /// published with them.
    fileprivate func withoutNumbers(_ values: [String: Value]) -> [String: Value] {
        var values = values
        for rule in rules {
            guard case .withoutNumbers(let field, _) = rule.requirement,
                let text = values[field]?.text
            else { continue }
            values[field] = .text(Masking.withoutNumbers(text))
        }
        return values
    }
}

extension Field {
    /// What gives the field of a new record its value; nil where that is nothing.
    func creation(of value: Value) -> Mutation? {
        switch (merge, value) {
        case (_, .null): nil
        case (.choose, _), (.latest, _), (.max, _), (.min, _), (.lifecycle, _):
            .set(field: name, value: value)
        case (.sum, .integer(let amount)):
            amount == 0 ? nil : .increment(field: name, amount: amount)
        case (.set, .list(let elements)):
            elements.isEmpty ? nil : .insert(field: name, elements: elements)
        case (.log, .list(let entries)):
            entries.isEmpty ? nil : .append(field: name, entries: entries)
        case (.sum, _), (.set, _), (.log, _): nil
        }
    }

    /// What takes the field from one shown value to another.
    ///
    /// A list, as a set may lose some and gain others; empty where nothing differs.
    public func mutations(from old: Value?, to new: Value?) -> [Mutation] {
        guard old != new else { return [] }
        switch merge {
        case .choose, .latest, .max, .min, .lifecycle:
            return [.set(field: name, value: new ?? .null)]
        case .sum:
            let difference = (new?.integer ?? 0) &- (old?.integer ?? 0)
            return difference == 0 ? [] : [.increment(field: name, amount: difference)]
        case .set:
            let (olds, news) = (old?.list ?? [], new?.list ?? [])
            let gone = olds.filter { !news.contains($0) }
            let come = news.filter { !olds.contains($0) }
            return (gone.isEmpty ? [] : [.remove(field: name, elements: gone)])
                + (come.isEmpty ? [] : [.insert(field: name, elements: come)])
        case .log:
            // Lines are never taken back: only what is new at the end is written.
            let (olds, news) = (old?.list ?? [], new?.list ?? [])
            let come = news.starts(with: olds) ? Array(news.dropFirst(olds.count)) : news
            return come.isEmpty ? [] : [.append(field: name, entries: come)]
        }
    }
}
