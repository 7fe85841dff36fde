import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// What waits for a person to decide, side by side; several can be settled at once.
struct ConflictPages {
    let desk: Desk

    private static let rowsMax = 30

    func add(to router: RouterGroup<PageContext>) {
        router.get("/conflicts") { request, context in
            let isOpen = request.uri.queryParameters["state"] != "resolved"
            let from = request.uri.queryParameters["from"].flatMap { Int($0) } ?? 0
            return try await list(
                View(desk, request, context), isOpen: isOpen, from: max(0, from))
        }
        router.post("/conflicts/reveal") { request, context in
            let view = try View(desk, request, context)
            try await desk.host.writing { replica in
                try replica.store.audit(
                    actor: try desk.actor(replica), action: "page conflicts reveal", detail: "",
                    at: WallClock.now)
            }
            return try await list(view, isOpen: true, isRevealed: true)
        }
        router.post("/conflicts") { request, context in
            try await settle(View(desk, request, context), context.form)
        }
    }

    private func list(
        _ view: View, isOpen: Bool, from: Int = 0, isRevealed: Bool = false
    ) async throws -> Response {
        try await view.page { replica in
            let models = ConflictModels(reading: Reading(replica, view, isRevealed: isRevealed))
            // What two people wrote comes before what only looks alike.
            let all = try replica.store.conflicts(onlyOpen: isOpen)
                .filter { $0.conflictClass != .soft && (isOpen || !$0.isOpen || $0.other == nil) }
            let rows = all.filter { $0.other == nil } + all.filter { $0.other != nil }
            let shown = rows.dropFirst(from).prefix(Self.rowsMax)
            let open = isOpen ? try shown.compactMap { try models.open($0, isNamed: true) } : []
            let settled =
                isOpen
                ? []
                : try shown.flatMap { row in
                    try replica.reports(row, open: false, resolved: true)
                        .map { models.settled($0, row) }
                }
            let tabs: [Model] = [
                [
                    "href": "/conflicts", "label": .text(view.say(.openConflicts)),
                    "current": .flag(isOpen),
                ],
                [
                    "href": "/conflicts?state=resolved",
                    "label": .text(view.say(.settledConflicts)), "current": .flag(!isOpen),
                ],
            ]
            return View.Content(
                template: .conflicts, title: view.say(.conflicts), section: "conflicts",
                model: [
                    "tabs": .models(tabs), "open": .models(open), "has_open": .flag(!open.isEmpty),
                    "settled": .models(settled),
                    "is_masked": .flag(
                        isOpen && !isRevealed
                            && shown.contains {
                                replica.kinds[$0.kind]?[$0.field]?.isMaskedOnPages ?? false
                            }),
                    "count": isOpen ? .number(rows.count) : "",
                    "is_empty": .flag(open.isEmpty && settled.isEmpty),
                    "more": .maybe(
                        rows.count > from + shown.count
                            ? view.say(
                                "后面的 \(rows.count - from - shown.count) 处",
                                "The other \(rows.count - from - shown.count)") : nil),
                    "more_href": .text(
                        "/conflicts?from=\(from + Self.rowsMax)" + (isOpen ? "" : "&state=resolved")
                    ),
                ])
        }
    }

    // MARK: Settling

    /// How many decisions were taken, and what takes the one back where it was one.
    private struct Settled: Sendable {
        var count = 0
        var late = 0
        /// What was wrong with a value that somebody wrote.
        var mistakes: [Label] = []
        var undo: Session.Undo?
    }

    private func settle(_ view: View, _ form: Form) async throws -> Response {
        let settled = try await desk.host.writing { replica in
            var settled = Settled()
            for id in form.all("conflict") {
                guard let take = form["take-\(id)"], let bytes = [UInt8](hex: id),
                    let row = try replica.store.conflict(bytes)
                else { continue }
                let before = try Self.shown(row, replica)
                do {
                    let change = try replica.resolve(
                        id, try Self.decision(take, id, row, form, replica),
                        version: row.other == nil ? form["version-\(id)"] : nil,
                        actor: try desk.actor(replica), reason: form.reason("reason"))
                    settled.count += 1
                    settled.undo = try replica.undo(of: change, in: row.scope, before)
                } catch let error as FieldError {
                    settled.mistakes.append(error.message)
                } catch EngineError.alreadySettled {
                    // Somebody was faster, and a sync has brought it.
                    settled.late += 1
                }
            }
            return settled
        }
        let note =
            switch (settled.count, settled.late) {
            case (0, 0): Phrase.nothingChosen.label
            case (0, _): Phrase.settledByOthers.label
            case (let count, _):
                Label(
                    chinese: "处理了 \(count) 处冲突，已保存在本机。",
                    english: "\(count) conflicts are settled and saved here.")
            }
        for mistake in settled.mistakes {
            view.session.say(Session.Note(tone: .attention, text: mistake))
        }
        view.session.say(
            Session.Note(
                tone: settled.count > 0 ? .good : .attention, text: note,
                undo: settled.count == 1 ? settled.undo.map(view.session.keep) : nil))
        return Answer.see(form["_back"] ?? "/conflicts")
    }

    private static func decision(
        _ take: String, _ id: String, _ row: ConflictRow, _ form: Form, _ replica: Replica
    ) throws -> Decision {
        if row.other != nil, take == "distinct" { return .value(.text("distinct")) }
        if let number = Int(take) { return .take(number) }
        guard take == "own", let kind = replica.kinds[row.kind], let field = kind[row.field],
            field.merge != .lifecycle, let place = try replica.held(row.record)
        else { throw PageError(.badRequest, .badForm) }
        let value = try FormField.value(of: field, named: "value-\(id)", in: form)
        // What may not be saved may not be decided either.
        let before = try replica.view(of: row.record, at: place).values
        let validation = Validation(kind: kind, actor: "", roles: replica.identity.roles)
        let after = before.merging([field.name: value]) { $1 }.filter { !$0.value.isNull }
        if let error = validation.errors(in: after, previous: before).first(where: {
            $0.field == field.name
        }) {
            throw error
        }
        return .value(value)
    }

    /// What the records that a decision is about show before it.
    private static func shown(
        _ row: ConflictRow, _ replica: Replica
    ) throws -> [RecordID: [String: Value]] {
        var shown: [RecordID: [String: Value]] = [:]
        for id in [row.record] + (row.other.map { [$0] } ?? []) {
            if let place = try replica.held(id) {
                shown[id] = try replica.view(of: id, at: place).values
            }
        }
        return shown
    }
}
