package import CausalCore
package import RecordModel
import ReplicaStore
package import SyncEngine
import SyncProtocol

/// What must hold of replicas once they hold the same, however they came to it: in memory, on a simulated
/// disk, or in the directories of real processes.
package enum Examination {
    /// I3: whether `scope` may be at a replica of `site` with `roles`. Said anew, not asked of the product.
    package static func checkConfinement(
        of scope: Scope, to identity: ReplicaIdentity, _ name: Int
    ) throws {
        let (site, roles) = (identity.site, identity.roles)
        let isAllowed =
            switch scope {
            case .control, .published: true
            case .site(let other):
                roles == [.hub] || site == other
                    || roles == [.townReviewer] && site.text.prefix(9) == other.text.prefix(9)
            }
        guard isAllowed else {
            throw Violation(invariant: .confinement, what: "\(scope) came to replica \(name)")
        }
    }

    /// I6: `hub` holds what it has `acknowledged`, by scope; `revoked` are the feeds of devices that were
    /// shut out.
    ///
    /// A hub that was put back to before a revocation takes what the device sends, until others bring the
    /// order back: what counts was said there, and the rest goes. Source: Protocol/4-identity, "Revocation".
    package static func checkDurability(
        of acknowledged: [Scope: VersionVector], in hub: Replica, unless revoked: Set<ReplicaID>
    ) throws {
        for (scope, vector) in acknowledged.sorted(by: { $0.key < $1.key }) {
            let held = try hub.store.frontier(of: scope)
            let isWhole = vector.entries.allSatisfy {
                $0.seq <= held[$0.replica] || revoked.contains($0.replica)
            }
            guard isWhole else {
                throw Violation(
                    invariant: .durableBeforeVisible,
                    what: "the hub lost what it had acknowledged of \(scope)")
            }
        }
    }

    /// I4: `replica` lists the same conflicts, open and settled, as the hub does for the same scopes.
    package static func checkReports(
        of replica: Replica, against hub: Replica, _ name: Int
    ) throws {
        let scopes = Set(try replica.store.scopes())
        let reports = { (one: Replica) in
            try one.store.conflicts(onlyOpen: false).filter { scopes.contains($0.scope) }
                .flatMap { try one.reports($0, open: true, resolved: true) }
        }
        guard try reports(replica) == reports(hub) else {
            throw Violation(
                invariant: .equalReports,
                what: "replica \(name) reports other conflicts than the hub")
        }
    }

    /// I10: of a revoked device counts the same everywhere. What is held of its feeds is what the hub
    /// holds, as of all others; here, that everybody knows why.
    package static func checkRevocations(
        in replica: Replica, against hub: Replica, ordered: Set<String>, _ name: Int
    ) throws {
        let known = Set(try replica.revokedDevices())
        let due = Set(try hub.revokedDevices())
        guard known == due, due.isSubset(of: ordered) else {
            throw Violation(
                invariant: .equalCutoffs,
                what: "replica \(name) knows of \(known.count) revoked of \(due.count)")
        }
    }

    /// I13: what was ordered to be erased is, and nothing else.
    package static func checkErasures(
        in replica: Replica, ordered: Set<ErasedRecord>, _ name: Int
    ) throws {
        let erased = Set(
            try replica.store.sitesWithErased().flatMap { site in
                try replica.store.erased(of: site).map { ErasedRecord(site: site, record: $0) }
            })
        guard erased == ordered else {
            throw Violation(
                invariant: .forgotten,
                what: "replica \(name) has erased \(erased.count) of \(ordered.count)")
        }
    }

    /// I13: of the erased records of `scope` there is no body, in the log and aside from it, nothing that
    /// was made of one, and no body is gone of any other.
    package static func checkForgotten(
        _ scope: Scope, in replica: Replica, _ name: Int
    ) throws {
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
                        "replica \(name) \(entry.body == nil ? "lost" : "holds") a body of \(scope)"
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
                    invariant: .forgotten, what: "replica \(name) shows what was erased")
            }
        }
    }
}
