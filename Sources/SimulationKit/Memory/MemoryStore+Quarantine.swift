import RecordModel
import ReplicaStore

// The branches that are no longer in the log.
extension MemoryStore {
    func lastCut() throws -> Int64 { taken.rows.values.map(\.entry.cut).max() ?? 0 }

    func quarantinedCount(reason: String) throws -> Int {
        taken.rows.values.count { $0.reason == reason }
    }

    func quarantine(_ entry: QuarantinedEntry, scope: Scope, reason: String) throws {
        taken[taken.rows.count + 1] = QuarantinedRow(entry: entry, scope: scope, reason: reason)
    }

    func quarantined(in scope: Scope, reason: String?) throws -> [QuarantinedEntry] {
        (1..<taken.rows.count + 1).compactMap { taken[$0] }
            .filter { $0.scope == scope && reason ?? $0.reason == $0.reason }.map(\.entry)
    }

    func settleQuarantine(of scope: Scope, from old: String, to new: String) throws {
        for (number, row) in taken.rows where row.scope == scope && row.reason == old {
            taken[number]?.reason = new
        }
    }
}
