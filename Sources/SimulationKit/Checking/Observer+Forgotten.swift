import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

extension Observer {
    /// I13: of the erased records of `scope` there is no body, in the log and aside from it, nothing that
    /// was made of one, and no body is gone of any other.
    func checkForgotten(_ scope: Scope, in replica: Replica, number: Int) throws {
        guard let site = scope.site else { return }
        let erased = Set(try replica.store.erased(of: site))
        let logged = try replica.store.feeds(in: scope).flatMap {
            try replica.store.entries(of: $0.number, from: 1, limit: 1_000_000)
        }
        let aside = try replica.store.quarantined(in: scope, reason: nil)
        for entry in logged.map(\.entry) + aside.map(\.entry) {
            let record = try FeedCursor.outline(of: entry.header).record
            guard erased.contains(record) == (entry.body == nil) else {
                throw Violation(
                    invariant: .forgotten,
                    what:
                        "replica \(number) \(entry.body == nil ? "lost" : "holds") a body of \(scope)"
                )
            }
        }
        for record in erased {
            let isHeld =
                try replica.store.place(of: record, among: replica.kinds).map { $0.site == site }
                ?? replica.store.unlistedPlace(of: record).map { $0.site == site } ?? false
            let conflicts = try replica.store.conflicts(of: record, in: scope)
            guard !isHeld, conflicts.isEmpty, try replica.store.draft(of: record) == nil else {
                throw Violation(
                    invariant: .forgotten, what: "replica \(number) shows what was erased")
            }
        }
    }
}
