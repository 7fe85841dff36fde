import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

/// What must be so after any session.
enum SessionLaw {
    static func check(hub: StagedReplica, honest: StagedReplica, empty: StagedReplica) throws {
        let refused = try Law.certain("what others write") { try honest.push(to: hub) }
        try Law.holds(refused.isEmpty, "what others write is refused: \(refused)")
        try checkSound(hub, empty: empty)
        try converge(hub, honest)
    }

    /// The replica's own check, and whatever people look at.
    static func checkSound(_ replica: StagedReplica, empty: StagedReplica) throws {
        try checkLog(of: replica, empty: empty)
        try read(replica)
    }

    /// Both hold the same records of what both may hold.
    static func checkSame(_ hub: StagedReplica, _ honest: StagedReplica) throws {
        let states = try [hub, honest].map { replica in
            try replica.read { one in
                try one.sharedHeads(with: honest.member).map { try one.state(of: $0.scope) }
            }
        }
        try Law.holds(states[0] == states[1], "both hold the same records")
    }

    /// The replica's own check: its log, and its tables against that.
    private static func checkLog(of replica: StagedReplica, empty: StagedReplica) throws {
        try Law.certain("the replica's own check") {
            let damage = try replica.read { try $0.verifyLog().damage }
            try Law.holds(damage.isEmpty, "damage: \(damage)")
            let rebuilt = try StagedReplica(
                replica.identity, copying: empty.file, kinds: empty.kinds)
            let differences = try rebuilt.write { copy in
                try replica.read { try copy.replay($0) + $0.differences(from: copy) }
            }
            try Law.holds(differences.isEmpty, "the tables: \(differences)")
        }
    }

    /// What people look at.
    private static func read(_ replica: StagedReplica) throws {
        try Law.certain("reading") {
            try replica.read { one in
                for row in try one.store.conflicts(onlyOpen: false) {
                    _ = try one.reports(row, open: true, resolved: true)
                }
                for kind in one.kinds.kinds {
                    var ids: [RecordID] = []
                    try one.store.forEachRow(of: kind) { row in
                        ids.append(row.id)
                    }
                    for id in ids {
                        guard let place = try one.store.place(of: id, among: one.kinds),
                            !place.isPublished
                        else { continue }
                        _ = try one.view(of: id, at: place)
                    }
                }
            }
        }
    }

    /// The honest device takes what the hub holds, and has the same records then.
    private static func converge(_ hub: StagedReplica, _ honest: StagedReplica) throws {
        try Law.certain("taking what the hub holds") {
            let refused = try hub.push(to: honest)
            try Law.holds(refused.isEmpty, "what the hub holds, another refuses: \(refused)")
            try checkSame(hub, honest)
        }
    }
}
