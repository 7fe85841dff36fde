import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// The records of one kind: looked for, filtered, a page at a time.
struct ListPages {
    let desk: Desk

    private static let rowsMax = 50
    private static let searchLettersMax = 100

    func add(to router: RouterGroup<PageContext>) {
        router.get("/list/:kind") { request, context in
            try await list(View(desk, request, context), try Self.kind(context), ListQuery(request))
        }
        router.post("/list/:kind/search") { request, context in
            let view = try View(desk, request, context)
            let kind = try Self.kind(context)
            let text = String((context.form["q"] ?? "").prefix(Self.searchLettersMax))
            var query = ListQuery(filters: context.form["filters"] ?? "")
            // What a person looks for is somebody's name: it stays out of the address.
            let trimmed = text.trimmed
            query.searchKey = trimmed.isEmpty ? nil : view.session.keep(search: trimmed)
            return Answer.see("/list/\(kind)" + query.text)
        }
    }

    static func kind(_ context: PageContext) throws -> String {
        guard let kind = context.parameters.get("kind") else { throw PageError.notFound }
        return kind
    }

    private func list(_ view: View, _ name: String, _ query: ListQuery) async throws -> Response {
        try await view.page { replica in
            let kind = try desk.kind(name, replica)
            let reading = Reading(replica, view)
            let search = query.searchKey.flatMap { view.session.search($0) }
            let page = try Self.page(of: kind, query, search: search, replica)
            let table = ListTable(kind: kind, reading: reading)
            let conflicts = try replica.store.openConflictCounts()
            let filters = Self.filters(of: kind)
            return View.Content(
                template: .list, title: view.say(kind.label), section: kind.name,
                model: [
                    "kind": .text(kind.name), "label": .text(view.say(kind.label)),
                    "heading": .text(view.say(kind.label)),
                    "count": .text(try Self.count(of: kind, query, search, page, replica, view)),
                    "can_add": .flag(
                        replica.permission(for: replica.scope(of: kind, site: nil)) == .write
                            && !replica.identity.isHub),
                    "search": .text(search ?? ""), "search_key": .maybe(query.searchKey),
                    "search_hint": .text(Self.searchHint(kind, view)),
                    "filter_query": .text(query.filterText),
                    "has_filters": .flag(!filters.isEmpty),
                    "filters": .models(filters.map { Self.filter($0, query, view) }),
                    "is_filtered": .flag(!query.equals.isEmpty || search != nil),
                    "columns": .models(table.columns.map { ["label": .text($0)] }),
                    "rows": .models(
                        page.rows.map { ["cells": .models(table.cells($0, conflicts))] }),
                    "newer": .maybe(
                        page.hasNewer
                            ? page.rows.first.map {
                                "/list/\(kind.name)" + query.text(after: $0.id)
                            } : nil),
                    "older": .maybe(
                        page.hasOlder
                            ? page.rows.last.map {
                                "/list/\(kind.name)" + query.text(before: $0.id)
                            } : nil),
                ])
        }
    }

    // MARK: Rows

    private struct Page {
        var rows: [RecordRow]
        var hasNewer: Bool
        var hasOlder: Bool
    }

    /// One page, the latest records first. Paging goes by ids and not by counting, so that the
    /// thousandth page costs what the first does.
    private static func page(
        of kind: Kind, _ query: ListQuery, search: String?, _ replica: Replica
    ) throws -> Page {
        var equals: [String: Value] = [:]
        for (name, value) in query.equals where kind[name] != nil { equals[name] = .text(value) }
        let goesUp = query.after != nil
        var rows: [RecordRow] = []
        var wanted = RecordQuery(
            equals: equals, search: search, searched: kind.searched, isLatestFirst: !goesUp,
            beyond: query.after ?? query.before, limit: rowsMax + 1)
        wanted.related = related(kind, replica)
        try replica.store.forEachRow(of: kind, wanted) { rows.append($0) }
        let hasMore = rows.count > rowsMax
        rows = Array(rows.prefix(rowsMax))
        return goesUp
            ? Page(rows: rows.reversed(), hasNewer: hasMore, hasOlder: true)
            : Page(rows: rows, hasNewer: query.before != nil, hasOlder: hasMore)
    }

    private static func count(
        of kind: Kind, _ query: ListQuery, _ search: String?, _ page: Page, _ replica: Replica,
        _ view: View
    ) throws -> String {
        let shown = page.rows.count
        guard query.equals.isEmpty, search == nil else {
            return view.say("本页 \(shown) 条", "\(shown) on this page")
        }
        let all = try replica.store.count(of: kind)
        return view.say("共 \(all) 条，本页 \(shown) 条", "\(all), \(shown) on this page")
    }

    /// A visit is looked for by the name of who was visited.
    private static func related(_ kind: Kind, _ replica: Replica) -> [RecordQuery.Related] {
        kind.fields.compactMap { field in
            guard case .reference(let name) = field.type, field.isRequired,
                let other = replica.kinds[name], !other.searched.isEmpty
            else { return nil }
            return RecordQuery.Related(field: field.name, kind: other)
        }
    }

    // MARK: Filters

    private static func searchHint(_ kind: Kind, _ view: View) -> String {
        let fields = kind.fields.filter { $0.isRequired && $0.isReference } + kind.searched
        let labels = fields.prefix(4).map { view.say($0.label) }
        return view.say("查找（", "Search (") + labels.joined(separator: view.say("、", ", "))
            + view.say("）", ")")
    }

    /// The fields that a list can be filtered by: short choices among its columns, and the state.
    private static func filters(of kind: Kind) -> [Field] {
        kind.fields.filter { field in
            guard kind.columns.contains(field.name) || field.name == Lifecycle.field else {
                return false
            }
            if case .choice(let choices) = field.type { return choices.count <= 40 }
            return false
        }
    }

    private static func filter(
        _ field: Field, _ query: ListQuery, _ view: View
    ) -> Model {
        let choices: [Choice] = if case .choice(let choices) = field.type { choices } else { [] }
        return [
            "label": .text(view.say(field.label)), "name": .text(field.name),
            "options": .models(
                choices.map {
                    [
                        "value": .text($0.value), "label": .text(view.say($0.label)),
                        "selected": .flag(query.equals[field.name] == $0.value),
                    ]
                }),
        ]
    }
}

extension Field {
    fileprivate var isReference: Bool { if case .reference = type { true } else { false } }
}
