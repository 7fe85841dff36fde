import GRDB
public import RecordModel

/// Somebody who is to be visited.
public struct DueVisit: Hashable, Sendable {
    /// The record visited.
    public let record: RecordID
    /// Its site.
    public let site: SiteID
    /// The level that says how often.
    public let level: String
    /// The day of the last visit; nil for never.
    public let last: Day?
    /// The day of the next.
    public let due: Day
}

extension Store {
    /// Who is to be visited until `day`, by the rhythm of `kind`: the longest overdue first, at one day
    /// in order of id. Somebody never visited is due on the day that the record was made.
    ///
    /// One look into an index for each record that has a level. Empty where the visits' kind is not
    /// known here or has other fields.
    public func dueVisits(of kind: Kind, until day: Day, among kinds: KindCatalogue) throws
        -> [DueVisit]
    {
        guard let rhythm = kind.rhythm, let visits = kinds[rhythm.kind],
            visits[rhythm.subject] != nil, visits[rhythm.at] != nil,
            rhythm.retry.map({ visits[$0.field] != nil }) ?? true
        else { return [] }
        let day10 = "substr(v.\"\(rhythm.at)\", 1, 10)"
        let same = "v.\"\(rhythm.subject)\" = p.id AND v.site = p.site"
        let outcome = rhythm.retry.map { "v.\"\($0.field)\"" } ?? "NULL"
        let states =
            rhythm.states.isEmpty
            ? "" : " AND p.status IN (\(rhythm.states.map { "'\($0)'" }.joined(separator: ", ")))"
        let rows = try SQLStatement(
            db,
            """
            SELECT id, site, level, last, (
                SELECT \(outcome) FROM "\(visits.name)" v
                WHERE v."\(rhythm.subject)" = q.id AND \(day10) = q.last AND v.site = q.site
                ORDER BY v."\(rhythm.at)" DESC, v.id DESC LIMIT 1)
            FROM (SELECT p.id AS id, p.site AS site, p."\(rhythm.level)" AS level, (
                    SELECT max(\(day10)) FROM "\(visits.name)" v WHERE \(same)) AS last
                FROM "\(kind.name)" p WHERE p."\(rhythm.level)" IS NOT NULL\(states)) q
            """)
        defer { rows.reset() }
        var due: [DueVisit] = []
        while try rows.step() {
            guard let record = RecordID(rows.text(0)), let site = SiteID(rows.text(1)) else {
                throw DamagedMetadata()
            }
            let level = rows.text(2)
            guard rhythm.days[level] != nil else { continue }
            let last = rows.isNull(3) ? nil : Day(rows.text(3))
            let next =
                last.flatMap {
                    rhythm.due(
                        level: level, after: $0, outcome: rows.isNull(4) ? nil : rows.text(4))
                } ?? Day(millisecondsSince1970: record.millisecondsSince1970)
            guard next <= day else { continue }
            due.append(DueVisit(record: record, site: site, level: level, last: last, due: next))
        }
        return due.sorted { ($0.due, $0.record) < ($1.due, $1.record) }
    }
}
