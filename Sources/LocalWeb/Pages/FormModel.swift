import HTTPTypes
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// What the page of a form shows: the kind's fields as controls, errors beside them.
struct FormModel {
    let kind: Kind
    let id: RecordID
    /// Where the record is; nil for a new one.
    let place: RecordPlace?
    let reading: Reading
    var form: Form
    var errors: [FieldError] = []
    var matches: [String: [Model]] = [:]
    /// Records that look like this one.
    var duplicates: [RecordID] = []
    /// Whether the record was made by an earlier sending of this form.
    var isMadeBefore = false
    /// When the draft that fills the form was kept; nil for none.
    var restoredAt: Int64?

    private static let fieldsMax = 20
    private static let bigTextBytes = 8_000

    private var view: View { reading.view }

    /// The state that saving takes the record to; nil for none.
    private var step: String? { form["_step"] }

    /// What the record shows as the form's author has seen it, and the fields that are contested there.
    func before() throws -> (values: [String: Value], contested: Set<String>) {
        guard let place else { return ([:], []) }
        return try reading.replica.view(of: id, at: place, base: form["_base"])
    }

    /// The fields that the form asks for.
    func fields(contested: Set<String>) -> [Field] {
        let guards = kind.lifecycle?.guards ?? []
        let signed = Set(guards.flatMap(\.signs))
        let required = Set(guards.filter { $0.state == step }.flatMap(\.requires))
        return kind.fields.filter { field in
            if contested.contains(field.name) { return false }
            if required.contains(field.name) { return true }
            return field.name != Lifecycle.field && !Kind.declarations.contains(field.name)
                && !signed.contains(field.name) && !(field.isNumber && field.isRequired)
        }
    }

    /// The whole page.
    func content() throws -> View.Content {
        let (values, contested) = try before()
        let fields = fields(contested: contested)
        let main = fields.filter { isMain($0, among: fields) }
        let more = fields.filter { !isMain($0, among: fields) }
        let name = place == nil ? "" : reading.name(of: values, kind: kind, id: id)
        let heading = heading(name)
        let isMoreOpen = more.contains { field in
            isFilled(field) || errors.contains { $0.field == field.name }
        }
        return View.Content(
            template: .form, title: heading, section: kind.name,
            status: errors.isEmpty && duplicates.isEmpty && !isMadeBefore
                ? .ok : .unprocessableContent,
            model: [
                "kind": .text(kind.name), "kind_label": .text(view.say(kind.label)),
                "id": .text(id.text),
                "form": .text((isMadeBefore ? nil : form["_form"]) ?? Secret.make()),
                "name": .text(name), "heading": .text(heading),
                "record_href": .maybe(place == nil ? nil : "/record/\(id)"),
                "back": .text(place == nil ? "/list/\(kind.name)" : "/record/\(id)"),
                "base": .maybe(form["_base"]), "step": .maybe(step),
                "field_names": .text(fields.map(\.name).joined(separator: ",")),
                "fields": .models(main.map { model($0, values) }),
                "more": .models(more.map { model($0, values) }), "has_more": .flag(!more.isEmpty),
                "more_count": .text(view.say("\(more.count) 项", "\(more.count)")),
                "more_open": .flag(isMoreOpen), "reason": .text(form["_reason"] ?? ""),
                "restored": .maybe(
                    restoredAt.map {
                        let at = Words.moment(Timestamp.text($0))
                        return view.say(
                            "已恢复 \(at) 的草稿，还没有保存。",
                            "The draft of \(at) is back; it is not saved yet.")
                    }),
                "has_errors": .flag(!errors.isEmpty), "errors": .models(errors.map(summary)),
                "duplicates": .maybe(try duplicateModel()),
                "made_before": .flag(isMadeBefore), "has_draft": .flag(step == nil),
                "contested": .maybe(contestedSentence(contested)),
            ])
    }

    private func isFilled(_ field: Field) -> Bool {
        form.fields.contains { entry in
            (entry.name == field.name || entry.name.hasPrefix(field.name + "."))
                && !entry.value.isEmpty
        }
    }

    private func heading(_ name: String) -> String {
        if let step, let state = kind.lifecycle?[step] {
            return view.say("办理：\(state.step.chinese)", "Next: \(state.step.english)")
        }
        return place == nil
            ? view.say("登记\(kind.label.chinese)", "New \(kind.label.english)")
            : view.say("修改 \(name)", "Edit \(name)")
    }

    /// Whether a field stands above what is folded away: what a step needs; else all of a short form,
    /// or what is required, listed, long or a table, but not what a later step will ask for.
    private func isMain(_ field: Field, among fields: [Field]) -> Bool {
        let guards = kind.lifecycle?.guards ?? []
        if errors.contains(where: { $0.field == field.name }) { return true }
        if let step {
            return guards.filter { $0.state == step }.flatMap(\.requires).contains(field.name)
        }
        if fields.count <= Self.fieldsMax || field.isRequired { return true }
        // Fields stand in the order of the work: from the first that a later step asks for on, they wait.
        let later = guards.flatMap(\.requires).compactMap { kind.place(of: $0) }.min() ?? .max
        if field.isNumber || kind.place(of: field.name) ?? 0 >= later { return false }
        switch field.type {
        case .rows: return true
        case .text(let bytesMax) where bytesMax >= Self.bigTextBytes: return true
        default: return kind.columns.contains(field.name)
        }
    }

    private func model(_ field: Field, _ values: [String: Value]) -> Model {
        FormField(field, kind: kind, reading: reading).model(
            form, error: errors.first { $0.field == field.name }.map { view.say($0.message) },
            existing: values[field.name], matches: matches[field.name] ?? [])
    }

    private func summary(_ error: FieldError) -> Model {
        [
            "field": .text(error.field),
            "label": .text(kind[error.field].map { view.say($0.label) } ?? error.field),
            "message": .text(view.say(error.message)),
        ]
    }

    private func duplicateModel() throws -> Model? {
        guard !duplicates.isEmpty else { return nil }
        let rows = duplicates.map { id -> Model in
            let place = try? reading.replica.held(id)
            let values = place.flatMap { try? reading.replica.view(of: id, at: $0).values } ?? [:]
            let texts = kind.columns.compactMap { kind[$0] }
                .map { reading.text(values[$0.name], of: $0) }.filter { !$0.isEmpty }
            return [
                "href": .text("/record/\(id)"),
                "name": .text(reading.name(of: values, kind: kind, id: id)),
                "text": .text(texts.joined(separator: " · ")),
            ]
        }
        return [
            "heading": .text(
                view.say(
                    "可能已经登记过，还没有保存，请先看看：",
                    "This may be there already. It is not saved yet; please look:")),
            "rows": .models(rows),
            "ids": .text(duplicates.map(\.text).joined(separator: ",")),
        ]
    }

    private func contestedSentence(_ contested: Set<String>) -> String? {
        guard !contested.isEmpty else { return nil }
        let labels = kind.fields.filter { contested.contains($0.name) }.map { view.say($0.label) }
        let list = labels.joined(separator: view.say("、", ", "))
        return view.say("\(list) 有冲突，不在这里修改。", "\(list): in conflict, and not edited here.")
    }
}
