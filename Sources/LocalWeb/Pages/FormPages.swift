import CausalCore
import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Entering records: forms drawn from the kinds, with what the person had seen as their base.
struct FormPages {
    let desk: Desk

    func add(to router: RouterGroup<PageContext>) {
        router.get("/new/:kind") { request, context in
            try await new(View(desk, request, context), try ListPages.kind(context), request)
        }
        router.get("/record/:id/edit") { request, context in
            let step = request.uri.queryParameters["step"].map { String($0) }
            return try await edit(
                View(desk, request, context), RecordPages.id(context), step: step)
        }
        router.post("/draft/:kind/:id") { request, context in
            let id = try RecordPages.id(context)
            let kind = try ListPages.kind(context)
            let form = context.form
            guard let session = context.session else { throw PageError(.forbidden, .noSession) }
            let isKept = try await desk.host.writing { replica in
                _ = try desk.kind(kind, replica)
                try replica.refuseErased(id)
                let held = try replica.store.place(of: id, among: replica.kinds)
                guard held.map({ $0.kind == kind }) ?? true, !session.isClosed(form) else {
                    return false
                }
                try replica.store.save(
                    StoredDraft(record: id, kind: kind, at: WallClock.now, content: form.encoded))
                return true
            }
            guard isKept else { throw PageError(.conflict, .staleForm) }
            return Answer.word(Self.timeOfDay)
        }
        router.post("/discard/:id") { request, context in
            let id = try RecordPages.id(context)
            let form = context.form
            let session = context.session
            let draft = try await desk.host.writing { replica in
                session?.close(form)
                let draft = try replica.store.draft(of: id)
                try replica.store.removeDraft(of: id)
                let isThere = try replica.held(id) != nil
                return (kind: draft?.kind, isThere: isThere)
            }
            if draft.isThere { return Answer.see("/record/\(id)") }
            return Answer.see(draft.kind.map { "/list/\($0)" } ?? "/")
        }
    }

    /// `09:04`, in Zhongshan as everywhere on the pages, whatever zone the browser believes in.
    private static var timeOfDay: String {
        String(Timestamp.text(WallClock.now).dropFirst(11).prefix(5))
    }

    private func new(_ view: View, _ name: String, _ request: Request) async throws -> Response {
        if let id = request.uri.queryParameters["id"].flatMap({ RecordID($0) }),
            try await desk.host.reading({ try $0.held(id) }) != nil
        {
            return Answer.see("/record/\(id)/edit")
        }
        let parameters = Dictionary(
            request.uri.queryParameters.map { (String($0), String($1)) }
        ) { first, _ in first }
        return try await view.page { replica in
            let kind = try desk.kind(name, replica)
            guard !replica.identity.isHub else { throw PageError(.forbidden, .notAtHub) }
            let id = parameters["id"].flatMap { RecordID($0) } ?? replica.newRecordID()
            var model = FormModel(
                kind: kind, id: id, place: nil, reading: Reading(replica, view, isRevealed: true),
                form: Form())
            if let draft = try replica.store.draft(of: id), draft.kind == kind.name {
                model.form = Form(encoded: draft.content)
                model.restoredAt = draft.at
            } else {
                for field in kind.fields {
                    guard case .reference = field.type, let id = parameters[field.name] else {
                        continue
                    }
                    model.form.append(field.name + ".id", id)
                }
                Self.fillNow(&model, replica)
            }
            return try model.content()
        }
    }

    /// A visit is mostly entered right after it was made.
    private static func fillNow(_ model: inout FormModel, _ replica: Replica) {
        let visited = replica.kinds.kinds.compactMap(\.rhythm).first { $0.kind == model.kind.name }
        guard let field = visited.flatMap({ model.kind[$0.at] }) else { return }
        let now = Moment(secondsSince1970: WallClock.now / 60_000 * 60).text
        FormField(field, kind: model.kind, reading: model.reading)
            .fill(&model.form, with: .text(now))
    }

    private func edit(_ view: View, _ id: RecordID, step: String?) async throws -> Response {
        // A form shows numbers in full: who opened it is written down.
        try await desk.host.writing { replica in
            try replica.store.audit(
                actor: try desk.actor(replica), action: "page edit", detail: id.text,
                at: WallClock.now)
        }
        return try await view.page { replica in
            guard let place = try replica.held(id),
                let kind = replica.kinds[place.kind], !place.isPublished
            else { throw PageError.notFound }
            var model = FormModel(
                kind: kind, id: id, place: place,
                reading: Reading(replica, view, isRevealed: true), form: Form())
            if let draft = try replica.store.draft(of: id), draft.kind == kind.name, step == nil {
                var restored = model
                restored.form = Form(encoded: draft.content)
                restored.restoredAt = draft.at
                // A draft of what this replica no longer holds has nothing to be an edit of.
                do { return try restored.content() } catch EngineError.badToken {}
            }
            model.form.append(
                "_base", try replica.baseToken(of: replica.scope(of: kind, site: place.site)))
            let (values, contested) = try model.before()
            if let step { try Self.begin(step, &model, values) }
            for field in model.fields(contested: contested) {
                FormField(field, kind: kind, reading: model.reading)
                    .fill(&model.form, with: values[field.name])
            }
            return try model.content()
        }
    }

    /// The form for a step says at once what the step still needs.
    private static func begin(
        _ step: String, _ model: inout FormModel, _ values: [String: Value]
    ) throws {
        guard model.kind.lifecycle?[step] != nil else { throw PageError.notFound }
        model.form.append("_step", step)
        let replica = model.reading.replica
        let validation = Validation(
            kind: model.kind, actor: try model.reading.view.desk.actor(replica),
            roles: replica.identity.roles)
        model.errors = validation.errors(
            in: values.merging([Lifecycle.field: .text(step)]) { $1 }, previous: values
        ).filter { $0.field != Lifecycle.field }
    }
}
