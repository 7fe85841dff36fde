import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// Taking back what was decided or deleted a moment ago.
struct UndoPages {
    let desk: Desk

    func add(to router: RouterGroup<PageContext>) {
        router.post("/undo/:key") { request, context in
            try await undo(View(desk, request, context), context.parameters.get("key") ?? "")
        }
    }

    /// By an ordinary change that has seen no more than the decision: what others wrote since is not
    /// overwritten.
    private func undo(_ view: View, _ key: String) async throws -> Response {
        guard let undo = view.session.takeUndo(key) else { throw PageError.notFound }
        let reason = Phrase.undone.label.text(in: view.language)
        try await desk.host.writing { replica in
            let actor = try desk.actor(replica)
            switch undo.step {
            case .set(let field, let value):
                guard let place = try replica.held(undo.record) else {
                    throw PageError(.notFound, .deletedRecord)
                }
                try replica.edit(
                    Draft(
                        kind: undo.kind, record: undo.record, values: [field: value],
                        base: undo.base, actor: actor, reason: reason),
                    of: place, undo.record)
            case .keep, .delete:
                let mutation: Mutation = if case .keep = undo.step { .keep } else { .delete }
                try replica.write(
                    Edit(
                        kind: undo.kind, record: undo.record, scope: undo.scope,
                        mutations: [mutation],
                        context: try replica.context(of: undo.base, in: undo.scope), actor: actor,
                        reason: reason))
            }
        }
        view.session.say(Session.Note(tone: .good, text: Phrase.undoneNote.label))
        return Answer.see("/record/\(undo.record)")
    }
}

extension Replica {
    /// What takes `change` back, of records that showed `before`; nil where nothing does.
    func undo(
        of change: Change, in scope: Scope, _ before: [RecordID: [String: Value]] = [:]
    ) throws -> Session.Undo? {
        let step: Session.Undo.Step
        switch change.mutations.first {
        case .set(let field, _), .insert(let field, _):
            step = .set(field: field, before[change.record]?[field] ?? .null)
        case .delete: step = .keep
        case .keep: step = .delete
        default: return nil
        }
        return Session.Undo(
            record: change.record, kind: change.kind, scope: scope, step: step,
            base: try baseToken(of: scope))
    }
}
