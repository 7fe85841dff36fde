import CausalCore
import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// One record: what it says, where it is saved, what can be done with it next, and its history.
struct RecordPages {
    let desk: Desk

    func add(to router: RouterGroup<PageContext>) {
        router.get("/record/:id") { request, context in
            try await show(View(desk, request, context), Self.id(context), isRevealed: false)
        }
        router.post("/record/:id/reveal") { request, context in
            let view = try View(desk, request, context)
            let id = try Self.id(context)
            try await desk.host.writing { replica in
                try replica.store.audit(
                    actor: try desk.actor(replica), action: "page reveal", detail: id.text,
                    at: WallClock.now)
            }
            return try await show(view, id, isRevealed: true)
        }
    }

    /// The record that an address names.
    static func id(_ context: PageContext) throws -> RecordID {
        guard let id = context.parameters.get("id").flatMap({ RecordID($0) }) else {
            throw PageError.notFound
        }
        return id
    }

    private func show(_ view: View, _ id: RecordID, isRevealed: Bool) async throws -> Response {
        try await view.page { replica in
            guard let place = try replica.held(id),
                let kind = replica.kinds[place.kind],
                let stored = try replica.store.record(
                    id, kindName: kind.name, kind: kind, site: place.site,
                    isPublished: place.isPublished)
            else {
                let isDeleted = try replica.store.unlistedPlace(of: id) != nil
                throw PageError(.notFound, isDeleted ? .deletedRecord : .notFound)
            }
            let sheet = RecordSheetModel(
                stored: stored, kind: kind, place: place,
                reading: Reading(replica, view, isRevealed: isRevealed))
            return View.Content(
                template: .record, title: sheet.name, section: kind.name, model: try sheet.model())
        }
    }
}
