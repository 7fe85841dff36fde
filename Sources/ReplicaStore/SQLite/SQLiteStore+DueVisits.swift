import GRDB
import RecordModel

extension SQLiteStore {
    // One look into an index for each record that has a level; the visits themselves are read only
    // where the last may have met nobody.
    func dueVisits(
        of kind: Kind, until day: Day, among kinds: KindCatalogue
    ) throws -> [DueVisit] {
        guard let (rhythm, visits) = kind.visits(among: kinds) else { return [] }
        let missed = try missedVisits(rhythm)
        // Who was visited after this day is not due yet, unless that visit met nobody.
        let settled = rhythm.days.mapValues { Day(daysSince1970: day.daysSince1970 - $0).text }
        let rows = try SQLStatement(
            db,
            """
            SELECT p.id, p.site, p."\(rhythm.level)", (
                SELECT max(substr(v."\(rhythm.at)", 1, 10)) FROM "\(visits.name)" v
                WHERE v."\(rhythm.subject)" = p.id AND v.site = p.site)
            FROM "\(kind.name)" p WHERE p."\(rhythm.level)" IS NOT NULL
            """ + Self.among(rhythm.states, column: "p.\"\(Lifecycle.field)\""))
        defer { rows.reset() }
        var due: [DueVisit] = []
        while try rows.step() {
            let level = rows.text(2)
            guard let settled = settled[level] else { continue }
            let lastText = rows.text(3)
            let outcome =
                missed.isEmpty ? nil : missed[Visited(id: rows.text(0), site: rows.text(1))]
            if lastText > settled, outcome?.day != lastText { continue }
            guard let record = RecordID(rows.text(0)), let site = SiteID(rows.text(1)) else {
                throw DamagedMetadata()
            }
            let last = Day(lastText)
            let next =
                last.flatMap {
                    rhythm.due(
                        level: level, after: $0,
                        outcome: outcome?.day == lastText ? outcome?.value : nil)
                } ?? Day(millisecondsSince1970: record.millisecondsSince1970)
            guard next <= day else { continue }
            due.append(
                DueVisit(
                    record: record, site: site, level: level, last: last, due: next,
                    missed: outcome?.day == lastText ? outcome?.value : nil))
        }
        return due.sorted { ($0.due, $0.record) < ($1.due, $1.record) }
    }

    /// Whose last visit met nobody: the day and the outcome, by id and site of the record visited.
    private func missedVisits(
        _ rhythm: Rhythm
    ) throws -> [Visited: (day: String, value: String)] {
        guard let retry = rhythm.retry else { return [:] }
        let rows = try SQLStatement(
            db,
            """
            SELECT v."\(rhythm.subject)", v.site, v."\(rhythm.at)", v."\(retry.field)" FROM "\(rhythm.kind)" v
            WHERE NOT EXISTS (
                    SELECT 1 FROM "\(rhythm.kind)" w
                    WHERE w."\(rhythm.subject)" = v."\(rhythm.subject)" AND w.site = v.site
                        AND substr(w."\(rhythm.at)", 1, 10) >= substr(v."\(rhythm.at)", 1, 10)
                        AND (w."\(rhythm.at)", w.id) > (v."\(rhythm.at)", v.id))
            """ + Self.among(retry.values, column: "v.\"\(retry.field)\""))
        defer { rows.reset() }
        var missed: [Visited: (day: String, value: String)] = [:]
        while try rows.step() {
            let visited = Visited(id: rows.text(0), site: rows.text(1))
            missed[visited] = (String(rows.text(2).prefix(10)), rows.text(3))
        }
        return missed
    }

    /// A condition that a column holds one of the names of a kind file; none for no names.
    private static func among(_ names: [String], column: String) -> String {
        let list = names.map { "'" + $0.replacing("'", with: "''") + "'" }.joined(separator: ", ")
        return names.isEmpty ? "" : " AND \(column) IN (\(list))"
    }
}

/// A record visited, as its table names it.
private struct Visited: Hashable {
    let id: String
    let site: String
}
