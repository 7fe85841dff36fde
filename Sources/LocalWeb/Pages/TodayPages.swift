import Hummingbird
import RecordModel
import ReplicaStore
import SyncAgent
import SyncEngine

/// 今日: what waits for somebody at this device.
struct TodayPages {
    let desk: Desk

    /// Days ahead that are worth seeing today.
    private static let daysAhead = 7
    private static let rowsMax = 6
    private static let dueMax = 200

    func add(to router: RouterGroup<PageContext>) {
        router.get("/") { request, context in try await today(View(desk, request, context)) }
        router.get("/due") { request, context in try await due(View(desk, request, context)) }
    }

    private func today(_ view: View) async throws -> Response {
        let notices: [String] =
            if case .finished(let summary) = desk.sync?.outcome { summary.notices } else { [] }
        return try await view.page { replica in
            let reading = Reading(replica, view)
            let dates = Dates(view: view)
            let conflicts = try Self.conflicts(reading)
            let drafts = try Self.drafts(reading)
            return View.Content(
                template: .today, title: view.say(.today), section: "today",
                model: [
                    "date": .text(dates.today.text),
                    "notices": .models(notices.map { ["text": .text($0)] }),
                    "levels": .models(try Self.levels(reading, dates)),
                    "waiting": .models(try Self.waiting(reading)),
                    "disclosures": .models(try Self.disclosures(reading, dates)),
                    "conflicts": .models(conflicts.rows),
                    "conflicts_more": .maybe(conflicts.more),
                    "drafts": .models(drafts), "has_drafts": .flag(!drafts.isEmpty),
                ])
        }
    }

    private func due(_ view: View) async throws -> Response {
        try await view.page { replica in
            let reading = Reading(replica, view)
            let dates = Dates(view: view)
            var rows: [Model] = []
            var count = 0
            for kind in desk.kinds(replica) {
                let due = try Self.due(of: kind, reading, dates)
                count += due.count
                rows += due.prefix(Self.dueMax).map { Self.row($0, kind, reading, dates) }
            }
            let shown = min(count, Self.dueMax)
            return View.Content(
                template: .due, title: view.say(.dueVisits), section: "today",
                model: [
                    "people": .models(rows),
                    "summary": .text(
                        view.say(
                            "逾期和 \(Self.daysAhead) 天内到期的共 \(count) 人，最久的在前，显示 \(shown) 人。",
                            "\(count) people are overdue or due within \(Self.daysAhead) days, the"
                                + " longest first; \(shown) shown.")),
                ])
        }
    }

    // MARK: Visits

    private static func due(
        of kind: Kind, _ reading: Reading, _ dates: Dates
    ) throws -> [DueVisit] {
        try reading.replica.store.dueVisits(
            of: kind, until: Day(daysSince1970: dates.today.daysSince1970 + daysAhead),
            among: reading.replica.kinds)
    }

    /// Who is due, by level, the level that is visited most often first.
    private static func levels(_ reading: Reading, _ dates: Dates) throws -> [Model] {
        var models: [Model] = []
        for kind in reading.view.desk.kinds(reading.replica) {
            guard let rhythm = kind.rhythm, let field = kind[rhythm.level] else { continue }
            let due = try due(of: kind, reading, dates)
            for level in rhythm.days.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
                let people = due.filter { $0.level == level.key }
                guard !people.isEmpty else { continue }
                let late = people.filter { $0.due < dates.today }.count
                models.append([
                    "label": .text(reading.text(.text(level.key), of: field)),
                    "summary": .text(
                        reading.view.say(
                            "逾期 \(late) 人，\(daysAhead) 天内到期 \(people.count - late) 人",
                            "\(late) overdue, \(people.count - late) due within \(daysAhead) days")),
                    "people": .models(
                        people.prefix(rowsMax).map { row($0, kind, reading, dates) }),
                    "more": .maybe(
                        people.count > rowsMax
                            ? reading.view.say(
                                "全部 \(people.count) 人", "all \(people.count)") : nil),
                ])
            }
        }
        return models
    }

    private static func row(
        _ visit: DueVisit, _ kind: Kind, _ reading: Reading, _ dates: Dates
    ) -> Model {
        let (when, tone) = dates.due(visit.due)
        let id = visit.record.text
        return [
            "href": .text("/record/\(id)"), "name": .text(reading.name(of: id)),
            "when": .text(when), "tone": .text(tone),
            "last": .text(dates.last(visit.last) + missed(visit, kind, reading)),
            "level": .text(
                kind.rhythm.flatMap { kind[$0.level] }.map {
                    reading.text(.text(visit.level), of: $0)
                } ?? visit.level),
            "visit": .text("/new/\(kind.rhythm?.kind ?? "")?\(kind.rhythm?.subject ?? "")=\(id)"),
        ]
    }

    /// `，未见到` of a visit that met nobody.
    private static func missed(_ visit: DueVisit, _ kind: Kind, _ reading: Reading) -> String {
        guard let value = visit.missed, let rhythm = kind.rhythm, let retry = rhythm.retry,
            let field = reading.replica.kinds[rhythm.kind]?[retry.field]
        else { return "" }
        return reading.view.say("，", ", ") + reading.text(.text(value), of: field)
    }

    // MARK: The rest

    /// The states from which this device's roles take a record on, with how many stand in each.
    private static func waiting(_ reading: Reading) throws -> [Model] {
        let view = reading.view
        return try view.desk.kinds(reading.replica).compactMap { kind in
            guard let lifecycle = kind.lifecycle, kind.rhythm == nil else { return nil }
            let counts = try reading.replica.store.countByState(of: kind)
            let states = lifecycle.states.filter {
                lifecycle.waits(in: $0.name, for: reading.replica.identity.roles)
                    && counts[$0.name] ?? 0 > 0
            }
            return [
                "kind": .text(kind.name),
                "title": .text(
                    view.say("待办：\(kind.label.chinese)", "\(kind.label.english): to do")),
                "states": .models(
                    states.map { state in
                        [
                            "href": .text("/list/\(kind.name)?status=\(state.name)"),
                            "label": .text(view.say(state.label)),
                            "count": .number(counts[state.name] ?? 0),
                        ]
                    }),
            ]
        }
    }

    private static func disclosures(_ reading: Reading, _ dates: Dates) throws -> [Model] {
        var rows: [Model] = []
        for kind in reading.view.desk.kinds(reading.replica) {
            guard case .published(let states) = kind.audience,
                let field = kind["due_on"], field.type == .date
            else { continue }
            let ids = try reading.replica.store.records(
                of: kind, where: field.name,
                isUntil: Day(daysSince1970: dates.today.daysSince1970 + daysAhead),
                notIn: states, limit: 2 * rowsMax)
            for id in ids {
                let place = try reading.replica.held(id)
                guard let place else { continue }
                let values = try reading.replica.view(of: id, at: place).values
                guard let day = values[field.name]?.text.flatMap({ Day($0) }) else { continue }
                let (when, tone) = dates.due(day)
                rows.append([
                    "href": .text("/record/\(id)"),
                    "name": .text(reading.name(of: values, kind: kind, id: id)),
                    "when": .text(when), "tone": .text(tone),
                ])
            }
        }
        return rows
    }

    private static func conflicts(_ reading: Reading) throws -> (rows: [Model], more: String?) {
        let open = try reading.replica.store.conflicts(onlyOpen: true)
            .filter { $0.conflictClass != .soft }
        let rows = try open.prefix(rowsMax).compactMap { row -> Model? in
            guard let report = try reading.replica.reports(row, open: true, resolved: false).first
            else { return nil }
            let sentences = ConflictSentences(
                kind: reading.replica.kinds[row.kind], language: reading.view.language,
                isMasked: true)
            return [
                "href": .text("/record/\(row.record)"),
                "heading": .text(sentences.heading(report, isPair: row.other != nil)),
                "name": .text(reading.name(of: row.record.text)),
            ]
        }
        return (
            rows,
            open.count > rowsMax
                ? reading.view.say("全部 \(open.count) 处", "all \(open.count)") : nil
        )
    }

    private static func drafts(_ reading: Reading) throws -> [Model] {
        try reading.replica.store.drafts().compactMap { draft in
            guard let kind = reading.replica.kinds[draft.kind] else { return nil }
            let place = try reading.replica.store.place(
                of: draft.record, among: reading.replica.kinds)
            let name =
                place == nil
                ? reading.view.say("新的\(kind.label.chinese)", "new \(kind.label.english)")
                : reading.name(of: draft.record.text)
            return [
                "href": .text(
                    place == nil
                        ? "/new/\(kind.name)?id=\(draft.record)" : "/record/\(draft.record)/edit"),
                "name": .text(name),
                "at": .text(Words.moment(Timestamp.text(draft.at))),
            ]
        }
    }
}

extension Lifecycle {
    /// Whether a record in `state` waits for somebody with one of `roles`: the way forward, which is
    /// the first that the state declares, is open to them, and leads on. What could only be ended, as
    /// a certificate that was delivered, waits for nobody.
    func waits(in state: String, for roles: [Role]) -> Bool {
        guard let forward = self[state]?.next.first, self[forward]?.next.isEmpty == false else {
            return false
        }
        return guards.filter { $0.state == forward && !$0.roles.isEmpty }.allSatisfy { entrance in
            roles.contains { entrance.roles.contains($0.rawValue) }
        }
    }
}
