public import RecordModel
import ReplicaStore
public import SyncEngine

/// Whether rows of a file may be saved, by the same rules as what a person types.
public struct RowCheck: Sendable {
    /// The part that needs no replica.
    public let rules: RowRules
    private let kind: Kind
    private let edits: Validation
    private var permitted: [SiteID?: [InputMistake]] = [:]
    private var ids: Set<RecordID> = []

    /// The check for rows of `kind` that `actor` imports on a device with `roles`.
    public init(kind: Kind, actor: String, roles: [Role]) {
        self.kind = kind
        rules = RowRules(kind: kind, actor: actor, roles: roles)
        edits = Validation(kind: kind, actor: actor, roles: roles)
    }

    /// What a row is.
    public enum Verdict: Sendable {
        /// It makes a record that nobody holds here.
        case new(PreparedRecord)
        /// It edits one, or makes one that the replica has to complete.
        case other(InputRecord)
        /// It may not be saved.
        case wrong([InputMistake])
    }

    /// What each row is, by what the replica holds.
    public mutating func verdicts(
        on rows: [RowRules.CheckedRow], _ replica: Replica
    ) throws -> [Verdict] {
        try rows.map { row in
            switch row.reading {
            case .success(let record): try verdict(on: record, row, replica)
            case .failure(let error): .wrong(error.mistakes)
            }
        }
    }

    private mutating func verdict(
        on record: InputRecord, _ row: RowRules.CheckedRow, _ replica: Replica
    ) throws -> Verdict {
        var mistakes: [InputMistake] = []
        if let id = record.id {
            if !ids.insert(id).inserted {
                mistakes.append(
                    Self.mistake(record, "id", "文件里有两行是这个编号。", "Two rows have this id."))
            } else if let place = try replica.store.place(of: id, among: replica.kinds) {
                mistakes += try self.mistakes(
                    editing: id, at: place.site, place.kind, record, replica)
                return mistakes.isEmpty ? .other(record) : .wrong(mistakes)
            }
        }
        mistakes += try siteMistakes(record, replica) + row.mistakes
        guard mistakes.isEmpty else { return .wrong(mistakes) }
        return row.prepared.map { .new($0) } ?? .other(record)
    }

    private func mistakes(
        editing id: RecordID, at site: SiteID, _ kindName: String, _ record: InputRecord,
        _ replica: Replica
    ) throws -> [InputMistake] {
        guard kindName == kind.name,
            let stored = try replica.store.record(
                id, kindName: kind.name, kind: kind, site: site, isPublished: false)
        else {
            return [
                Self.mistake(
                    record, "id", "这个编号是别的记录。", "This is the id of another record.")
            ]
        }
        guard record.site == nil || record.site == site else {
            return [
                Self.mistake(
                    record, "site", "这条记录属于别的村（社区）。", "The record belongs to another site.")
            ]
        }
        guard replica.permission(for: replica.scope(of: kind, site: site)) == .write else {
            return [Self.notPermitted(record)]
        }
        let before = stored.state.shown(by: kind)
        let after = before.merging(record.values) { $1 }.filter { !$0.value.isNull }
        return edits.errors(in: after, previous: before).map {
            InputMistake(row: record.row, field: $0.field, reason: $0.message)
        }
    }

    private mutating func siteMistakes(
        _ record: InputRecord, _ replica: Replica
    ) throws -> [InputMistake] {
        if let known = permitted[record.site] {
            return known.map { InputMistake(row: record.row, field: $0.field, reason: $0.reason) }
        }
        let found = placeMistakes(record, replica)
        permitted[record.site] = found
        return found
    }

    private func placeMistakes(_ record: InputRecord, _ replica: Replica) -> [InputMistake] {
        if record.site == nil, replica.identity.isHub, kind.audience != .control {
            return [
                Self.mistake(
                    record, "site", "在中心导入时每一行都要有村（社区）代码。",
                    "At the hub every row needs the code of its site.")
            ]
        }
        do {
            let site = try record.site.map { try replica.site(code: $0.text) }
            let isAllowed = replica.permission(for: replica.scope(of: kind, site: site)) == .write
            return isAllowed ? [] : [Self.notPermitted(record)]
        } catch {
            return [
                Self.mistake(
                    record, "site", "登记册里没有这个村（社区）。", "The registry has no such site.")
            ]
        }
    }

    private static func notPermitted(_ record: InputRecord) -> InputMistake {
        mistake(
            record, "site", "本设备的证书不允许写入这个村（社区）。",
            "This device's certificate does not allow writing to the site.")
    }

    private static func mistake(
        _ record: InputRecord, _ field: String, _ chinese: String, _ english: String
    ) -> InputMistake {
        InputMistake(
            row: record.row, field: field, reason: Label(chinese: chinese, english: english))
    }
}
