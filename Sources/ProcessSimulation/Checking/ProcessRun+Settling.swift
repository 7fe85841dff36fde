import CausalCore
import RecordModel
import ReplicaStore
import SimulationKit
import SyncEngine

// The fault-free end: everybody must come to the same, and the same must be what the log says.
extension ProcessRun {
    /// Rounds with the hub that must be enough: as in the simulated city.
    private static let roundsMax = 3
    private static let roundsForEachDisaster = 2

    func settle() throws {
        cuts = []
        for replica in replicas.values {
            replica.clock = nil
            replica.line?.set(.open)
        }
        if serving != nil { try stopHub() }
        // What the image of a hub that was put back lacks, its operator publishes again.
        let edition = try replicas.values.map(edition).max() ?? 1
        try publish(edition: max(1, edition))
        try serve()
        for replica in try standing {
            due.formUnion(try replica.read { try Saved.logged(in: $0) })
        }
        try eraseAgain()
        let disasters = replicas.values.reduce(0) { $0 + $1.disasters }
        let allowed = Self.roundsMax + Self.roundsForEachDisaster * (disasters + revoked.count)
        while try !isSettled() || outcome.rounds == 0 && !revoked.isEmpty {
            guard outcome.rounds < allowed else {
                throw Violation(
                    invariant: .liveness, what: "\(allowed) rounds with the hub were not enough")
            }
            outcome.rounds += 1
            let standing = Set(try standing.map(\.number))
            for device in devices {
                let run = try start(["sync", "--quiet"], on: device).end()
                guard run.status == 0 || !standing.contains(device.number) else {
                    throw Violation(
                        invariant: .liveness,
                        what: "replica \(device.number) cannot sync: \(run.status) \(run.errors)")
                }
            }
            if outcome.rounds == 1 { try revokeAgain() }
        }
    }

    private func edition(at replica: ProcessReplica) throws -> Int {
        try replica.read { try $0.store.storedKinds() }
            .first { $0.name == Specimen.name }?.version ?? 0
    }

    /// The operator orders again what the hub lacks: it was put back, or failed in the middle of that.
    private func eraseAgain() throws {
        for one in ordered.sorted() {
            if try hub.read({ try $0.store.isErased(one.record, of: one.site) }) { continue }
            try mustSucceed(
                ["erase", one.record.text, "--site", one.site.text, "--reason", "again"], on: hub)
        }
    }

    private func revokeAgain() throws {
        for device in revoked.sorted() {
            try mustSucceed(["hub", "revoke", device, "--unregistered"], on: hub)
        }
    }

    /// Whether each device holds all that it may hold of what the hub does, and has nothing to write anew.
    private func isSettled() throws -> Bool {
        let hubMember = try hub.read { $0.identity.member }
        for device in try standing where !device.isHub {
            let (member, mine, isWaiting) = try device.read { one in
                (
                    one.identity.member, try one.sharedHeads(with: hubMember),
                    try one.waitingCount() > 0
                        || one.store.scopes().contains { try one.needsCheckpoints(in: $0) }
                )
            }
            let theirs = try hub.read { try $0.sharedHeads(with: member) }
            if isWaiting || mine != theirs { return false }
        }
        return true
    }

    /// What must hold once everybody has come to the same.
    func checkEnd() throws {
        try checkAfterKill(of: hub)
        try stopHub()
        try hub.read { hub in
            let erased = Set(ordered.map(\.record))
            let missing = due.subtracting(try Saved.logged(in: hub))
                .filter { !erased.contains($0.record) }
            guard missing.isEmpty else {
                throw Violation(invariant: .nothingLost, what: "\(missing.count) saves are gone")
            }
            let reference = try LogReference(of: hub)
            try reference.check(hub)
            try reference.checkCopies(in: hub)
            for device in try standing {
                if device.isHub {
                    try check(hub, device.number)
                } else {
                    try device.read { one in
                        try check(one, device.number)
                        try checkSame(one, hub, device.number)
                    }
                }
            }
        }
        for device in try standing { try mustSucceed(["verify"], on: device) }
    }

    private func check(_ replica: Replica, _ name: Int) throws {
        for scope in try replica.store.scopes() {
            try Examination.checkConfinement(of: scope, to: replica.identity, name)
            try Examination.checkForgotten(scope, in: replica, name)
        }
        try Examination.checkErasures(in: replica, ordered: ordered, name)
    }

    private func checkSame(_ replica: Replica, _ hub: Replica, _ name: Int) throws {
        try Examination.checkReports(of: replica, against: hub, name)
        try Examination.checkRevocations(in: replica, against: hub, ordered: revoked, name)
        for scope in try replica.store.scopes() {
            guard try replica.store.stateSum(of: scope) == hub.store.stateSum(of: scope) else {
                throw Violation(
                    invariant: .convergentState,
                    what: "replica \(name) has another state of \(scope)")
            }
        }
    }
}
