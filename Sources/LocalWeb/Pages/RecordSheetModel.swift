import CausalCore
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// What the page of one record shows.
struct RecordSheetModel {
    let stored: StoredRecord
    let kind: Kind
    let place: RecordPlace
    let reading: Reading

    private var replica: Replica { reading.replica }
    private var view: View { reading.view }
    private var id: RecordID { stored.state.id }
    private var values: [String: Value] { stored.shown(by: kind) }
    private static let historyMax = 50
    private static let relatedMax = 10

    /// What people call it.
    var name: String { reading.name(of: values, kind: kind, id: id) }

    private var scope: Scope {
        place.isPublished ? .published(place.site) : replica.scope(of: kind, site: place.site)
    }

    private var isEditable: Bool {
        !place.isPublished && replica.permission(for: scope) == .write
    }

    /// The whole page.
    func model() throws -> Model {
        let conflicts = try ConflictModels(reading: reading).open(of: id, in: scope)
        let steps = try self.steps()
        let isAtHub = try replica.isAtHub(stored)
        let values = values
        return [
            "id": .text(id.text), "kind": .text(kind.name),
            "kind_label": .text(view.say(kind.label)),
            "name": .text(name), "base": .text(try replica.baseToken(of: scope)),
            "state": .maybe(kind[Lifecycle.field].map { reading.text(values[$0.name], of: $0) }),
            "saved": .text(saved(isAtHub)), "saved_tone": isAtHub ? "good" : "waiting",
            "saved_mark": isAtHub ? "✓" : "○",
            "conflicts": .models(conflicts), "has_conflicts": .flag(!conflicts.isEmpty),
            "is_editable": .flag(isEditable), "steps": .models(steps),
            "has_steps": .flag(!steps.isEmpty), "adds": .models(adds),
            "fields": .models(kind.fields.compactMap { field($0, values) }),
            "is_masked": .flag(
                !reading.isRevealed
                    && kind.fields.contains {
                        reading.hides(values[$0.name], of: $0)
                    }),
            "related": .models(try related()),
        ].merging(try history()) { $1 }
    }

    private func saved(_ isAtHub: Bool) -> String {
        if replica.identity.isHub { return view.say("已到中心", "at the hub") }
        return isAtHub
            ? view.say("已保存在本机，已到中心", "saved here and at the hub")
            : view.say("已保存在本机，还没到中心", "saved here, not yet at the hub")
    }

    // MARK: Fields

    private func field(_ field: Field, _ values: [String: Value]) -> Model? {
        guard field.name != Lifecycle.field, let value = values[field.name], !value.isNull else {
            return nil
        }
        var model: Model = [
            "label": .text(view.say(field.label)), "text": .text(reading.text(value, of: field)),
            "href": false, "table": false,
        ]
        if case .reference = field.type, let id = value.text {
            model["href"] = .text("/record/\(id)")
        }
        if case .rows(let columns) = field.type {
            model["table"] = true
            model["columns"] = .models(columns.map { ["label": .text(view.say($0.label))] })
            model["rows"] = .models((value.list ?? []).map { row(columns, $0) })
        }
        return model
    }

    private func row(_ columns: [Field], _ row: Value) -> Model {
        guard case .object(let cells) = row else { return [:] }
        return [
            "cells": .models(
                columns.map {
                    [
                        "label": .text(view.say($0.label)),
                        "text": .text(reading.text(cells[$0.name], of: $0)),
                    ]
                })
        ]
    }

    // MARK: Steps

    /// The states that may come next, each with the reason why not where it may not now.
    private func steps() throws -> [Model] {
        guard let lifecycle = kind.lifecycle, isEditable,
            let state = values[Lifecycle.field]?.text,
            try !replica.view(of: id, at: place).contested.contains(Lifecycle.field)
        else { return [] }
        let validation = Validation(
            kind: kind, actor: try view.desk.actor(replica), roles: replica.identity.roles)
        return (lifecycle[state]?.next ?? []).map { next in
            var after = values.merging([Lifecycle.field: .text(next)]) { $1 }
            let errors = validation.errors(in: after, previous: values)
            // What is only missing can be filled in on the way; who may not, may not then either.
            for field in lifecycle.guards.filter({ $0.state == next }).flatMap(\.requires)
            where after[field] == nil {
                after[field] = .text("…")
            }
            let isBlocked = validation.errors(in: after, previous: values)
                .contains { $0.field == Lifecycle.field }
            return [
                "to": .text(next),
                "label": .text(
                    view.say(lifecycle[next]?.step ?? Label(chinese: next, english: next))),
                "allowed": .flag(!isBlocked),
                "why": .maybe(
                    (errors.first { $0.field == Lifecycle.field } ?? errors.first)
                        .map { view.say($0.message) }),
            ]
        }
    }

    // MARK: What belongs to it

    /// The kinds whose records can be made for this one: a visit to a person.
    private var adds: [Model] {
        guard isEditable else { return [] }
        return referring.map { other, field in
            [
                "href": .text("/new/\(other.name)?\(field.name)=\(id)"),
                "label": .text(
                    view.say("登记\(other.label.chinese)", "New \(other.label.english)")),
            ]
        }
    }

    private var referring: [(Kind, Field)] {
        view.desk.kinds(replica).compactMap { other in
            guard other.name != kind.name else { return nil }
            let field = other.fields.first {
                if case .reference(kind.name) = $0.type { $0.isRequired } else { false }
            }
            return field.map { (other, $0) }
        }
    }

    private func related() throws -> [Model] {
        try referring.compactMap { other, field in
            var rows: [RecordRow] = []
            try replica.store.forEachRow(
                of: other,
                RecordQuery(
                    site: place.site, equals: [field.name: .text(id.text)], isLatestFirst: true,
                    limit: Self.relatedMax)
            ) { rows.append($0) }
            guard !rows.isEmpty else { return nil }
            return [
                "kind": .text(other.name), "label": .text(view.say(other.label)),
                "count": .text(view.say("最近 \(rows.count) 条", "the last \(rows.count)")),
                "rows": .models(rows.map { related($0, other, besides: field) }),
            ]
        }
    }

    private func related(_ row: RecordRow, _ other: Kind, besides field: Field) -> Model {
        let texts = other.columns.filter { $0 != field.name }.compactMap { other[$0] }
            .map { reading.text(row.values[$0.name], of: $0) }.filter { !$0.isEmpty }
        return [
            "href": .text("/record/\(row.id)"),
            "name": .text(texts.first ?? row.id.text),
            "text": .text(texts.dropFirst().prefix(4).joined(separator: " · ")),
        ]
    }

    // MARK: History

    /// Who changed what, when and on which device, the last change first.
    private func history() throws -> Model {
        let history = try replica.history(of: stored)
        let shown = history.changes.suffix(Self.historyMax)
        let form = kind.form(isPublished: stored.isPublished)
        let models = try shown.map { change -> Model in
            let device = try replica.store.feed(scope, change.dot.replica)?.device ?? ""
            let before = history.state(at: change.context)
            let steps = HistoryStep.steps(of: change, before: before, kind: form)
            return [
                "who": .text(change.actor),
                "when": .text(Words.moment(Timestamp.text(change.recordedAt))),
                "device": .text(reading.device(device)), "reason": .maybe(change.reason),
                "steps": .list(
                    steps.map { .text(sentence($0, isFirst: before.updated == nil)) }),
            ]
        }
        let earlier = history.changes.count - shown.count
        return [
            "history": .models(models.reversed()),
            "earlier": .maybe(
                earlier > 0
                    ? view.say(
                        "更早的 \(earlier) 次修改请用 zssync history 查看。",
                        "zssync history shows the \(earlier) earlier changes.") : nil),
        ]
    }

    private func sentence(_ step: HistoryStep, isFirst: Bool) -> String {
        guard let field = kind[step.field] else {
            return step.sentence(kind: kind, language: view.language, isFirst: isFirst)
        }
        return step.sentence(
            kind: kind, language: view.language, isFirst: isFirst,
            text: { reading.text($0, of: field) })
    }
}
