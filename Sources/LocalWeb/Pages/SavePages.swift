import CausalCore
import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Taking what people entered: new records, edits, steps of a life cycle, deletions.
struct SavePages {
    let desk: Desk

    func add(to router: RouterGroup<PageContext>) {
        router.post("/save/:kind/:id") { request, context in
            try await save(
                View(desk, request, context), try ListPages.kind(context), RecordPages.id(context),
                context.form)
        }
        router.post("/record/:id/step") { request, context in
            try await step(View(desk, request, context), RecordPages.id(context), context.form)
        }
        router.post("/record/:id/delete") { request, context in
            try await delete(View(desk, request, context), RecordPages.id(context), context.form)
        }
    }

    /// Why a form was not taken; its transaction has left nothing.
    private struct Rejection: Error {
        var errors: [FieldError] = []
        var duplicates: [RecordID] = []
        /// Whether the record was made by an earlier sending of the form, and this one says otherwise.
        var isMadeBefore = false
    }

    private func save(
        _ view: View, _ name: String, _ id: RecordID, _ form: Form
    ) async throws -> Response {
        let isAsking = form["_find"] != nil || form["_lines"] != nil
        let rejection: Rejection
        do {
            if isAsking { throw Rejection() }
            let contested = try await desk.host.writing { replica -> [String]? in
                // One after another here, so that the second of two clicks finds the first done.
                if view.session.isSaved(form) { return nil }
                try write(view, name, id, form, replica)
                // A draft of this form that is still on its way comes too late.
                view.session.close(form)
                return try Self.contested(id, replica)
            }
            if let contested { Self.saySaved(contested, view) }
            return Answer.see("/record/\(id)")
        } catch let error as Rejection { rejection = error } catch EngineError.invalid(let errors) {
            rejection = Rejection(errors: errors)
        } catch {
            view.session.reopen(form)
            throw error
        }
        return try await view.page { replica in
            let kind = try desk.kind(name, replica)
            let place = try Self.place(of: id, kind, form, replica)
            var model = FormModel(
                kind: kind, id: id, place: place,
                reading: Reading(replica, view, isRevealed: true), form: form)
            if rejection.isMadeBefore {
                model.form.append(
                    "_base", try replica.baseToken(of: replica.scope(of: kind, site: place?.site)))
                model.isMadeBefore = true
            }
            let read = FormReader(kind: kind, form: form, reading: model.reading)
                .read(before: try model.before().values)
            model.matches = read.matches
            // Who asks for matches or lines has not finished: no other field is wrong yet.
            model.errors =
                isAsking ? read.errors.filter { $0.field == form["_find"] } : rejection.errors
            model.duplicates = rejection.duplicates
            return try model.content()
        }
    }

    private func write(
        _ view: View, _ name: String, _ id: RecordID, _ form: Form, _ replica: Replica
    ) throws {
        let kind = try desk.kind(name, replica)
        let place = try Self.place(of: id, kind, form, replica)
        let reading = Reading(replica, view, isRevealed: true)
        let model = FormModel(kind: kind, id: id, place: place, reading: reading, form: form)
        let before = try model.before()
        let read = FormReader(kind: kind, form: form, reading: reading).read(before: before.values)
        guard read.errors.isEmpty else {
            throw Rejection(
                errors: try allErrors(read, before: before.values, kind: kind, replica))
        }
        var values = read.values
        let draft = { (values: [String: Value]) in
            Draft(
                kind: kind.name, record: id, values: values, base: form["_base"],
                actor: try desk.actor(replica), reason: form.reason("_reason"))
        }
        if let place {
            guard form["_base"] != nil else { throw Rejection(isMadeBefore: true) }
            if let step = form["_step"] {
                guard !before.contested.contains(Lifecycle.field) else {
                    throw PageError(.conflict, .settleStateFirst)
                }
                values[Lifecycle.field] = .text(step)
            }
            values = values.filter { !before.contested.contains($0.key) }
            try replica.edit(try draft(values), of: place, id)
        } else {
            values = values.filter { !$0.value.isNull }
            try Self.checkDuplicates(&values, of: kind, id, form, replica)
            try replica.add(try draft(values))
        }
        if form["_step"] == nil { try replica.store.removeDraft(of: id) }
    }

    /// What could not be read, and what is wrong with the rest: a person corrects all at once.
    private func allErrors(
        _ read: FormReader.Result, before: [String: Value], kind: Kind, _ replica: Replica
    ) throws -> [FieldError] {
        let validation = Validation(
            kind: kind, actor: try desk.actor(replica), roles: replica.identity.roles)
        let unread = Set(read.errors.map(\.field))
        let values = before.merging(read.values) { $1 }.filter { !$0.value.isNull }
        let others = validation.errors(in: validation.filled(values)).filter { error in
            !unread.contains(error.field) && read.values.keys.contains(error.field)
        }
        return kind.fields.flatMap { field in
            (read.errors + others).filter { $0.field == field.name }
        }
    }

    /// Where the record is; one that was deleted while its form was open, too.
    private static func place(
        of id: RecordID, _ kind: Kind, _ form: Form, _ replica: Replica
    ) throws -> RecordPlace? {
        if let place = try replica.store.place(of: id, among: replica.kinds) {
            // An id of another kind, or of the registry's, is none that a form was drawn for.
            guard place.kind == kind.name else { throw PageError.notFound }
            return place
        }
        guard let place = try replica.store.unlistedPlace(of: id) else {
            try replica.refuseErased(id)
            return nil
        }
        guard place.kind == kind.name, form["_base"] != nil else {
            throw PageError(.notFound, .deletedRecord)
        }
        return place
    }

    /// Asks before a record is made that looks like another; who says that it is none is believed.
    private static func checkDuplicates(
        _ values: inout [String: Value], of kind: Kind, _ id: RecordID, _ form: Form,
        _ replica: Replica
    ) throws {
        var found: [RecordID] = []
        for identity in kind.identities {
            found += try replica.store.records(
                of: kind, site: replica.identity.site, sharing: identity, values: values,
                besides: id)
        }
        let said = (form["_distinct"] ?? "").split(separator: ",").compactMap { RecordID($0) }
        guard found.allSatisfy(said.contains) else {
            throw Rejection(duplicates: Array(Set(found)).sorted())
        }
        if !found.isEmpty {
            values[Kind.distinctFrom] = .list(Array(Set(found)).sorted().map { .text($0.text) })
        }
    }

    /// Who else wrote the same fields while the form was open; empty for nobody.
    private static func contested(_ id: RecordID, _ replica: Replica) throws -> [String] {
        guard let place = try replica.held(id),
            let kind = replica.kinds[place.kind]
        else { return [] }
        let scope = replica.scope(of: kind, site: place.site)
        let open = try replica.store.conflicts(of: id, in: scope)
            .filter { $0.isOpen && $0.conflictClass != .soft && $0.other == nil }
        var actors: [String] = []
        for row in open {
            guard let report = try replica.reports(row, open: true, resolved: false).first else {
                continue
            }
            for candidate in report.candidates where !actors.contains(candidate.change.actor) {
                actors.append(candidate.change.actor)
            }
        }
        return actors
    }

    private static func saySaved(_ contested: [String], _ view: View) {
        guard !contested.isEmpty else {
            return view.session.say(Session.Note(tone: .good, text: Phrase.savedNote.label))
        }
        let names = contested.joined(separator: "、")
        view.session.say(
            Session.Note(
                tone: .attention,
                text: Label(
                    chinese: "已保存在本机。同一项内容 \(names) 填的不一样，都保留着，没有丢失；请在下面选定一个。",
                    english:
                        "Saved here. \(names) entered different values for the same field; all are"
                        + " kept and nothing is lost. Please choose below.")))
    }

    // MARK: Steps

    private func step(_ view: View, _ id: RecordID, _ form: Form) async throws -> Response {
        guard let to = form["to"] else { throw PageError(.badRequest, .badForm) }
        do {
            try await desk.host.writing { replica in
                guard let place = try replica.held(id) else { throw PageError.notFound }
                // Pressing on would decide between the others' states without saying so.
                guard try !replica.view(of: id, at: place).contested.contains(Lifecycle.field)
                else {
                    throw PageError(.conflict, .settleStateFirst)
                }
                try replica.edit(
                    Draft(
                        kind: place.kind, record: id, values: [Lifecycle.field: .text(to)],
                        base: form["_base"], actor: try desk.actor(replica),
                        reason: form.reason("reason")),
                    of: place, id)
            }
        } catch EngineError.invalid(let errors) {
            if errors.contains(where: { $0.field != Lifecycle.field }) {
                return Answer.see("/record/\(id)/edit?step=\(to)")
            }
            for error in errors {
                view.session.say(Session.Note(tone: .attention, text: error.message))
            }
            return Answer.see("/record/\(id)")
        }
        view.session.say(Session.Note(tone: .good, text: Phrase.savedNote.label))
        return Answer.see("/record/\(id)")
    }

    private func delete(_ view: View, _ id: RecordID, _ form: Form) async throws -> Response {
        let (kind, undo) = try await desk.host.writing { replica in
            guard let place = try replica.held(id), let kind = replica.kinds[place.kind] else {
                throw PageError(.notFound, .deletedRecord)
            }
            let change = try replica.delete(
                id, at: place, base: form["_base"], actor: try desk.actor(replica),
                reason: form.reason("reason"))
            try replica.store.removeDraft(of: id)
            let scope = replica.scope(of: kind, site: place.site)
            return (place.kind, try replica.undo(of: change, in: scope))
        }
        view.session.say(
            Session.Note(
                tone: .good, text: Phrase.deletedNote.label, undo: undo.map(view.session.keep)))
        return Answer.see("/list/\(kind)")
    }
}
