import CausalCore
import Foundation
import RecordModel
import ReplicaStore
import SimulationKit
import SyncEngine

// What people do, and what befalls their computers.
extension ProcessRun {
    func happen(_ event: Event) throws {
        now = event.at
        if serving == nil { try serve() }
        if case .join(let number) = event.action { return try join(number) }
        guard let replica = replicas[event.action.actor], replica.awayUntil <= now else { return }
        switch event.action {
        case .sync(let client, let peer): try sync(event, client: client, peer: peer)
        case .partition(let from, let to, let time, let isOneWay):
            cuts.append(Cut(from: from, to: to, until: now + time))
            if !isOneWay { cuts.append(Cut(from: to, to: from, until: now + time)) }
        // Certificates live by the hub's clock, which is its operator's to keep right.
        case .clock(_, let time): if replica.isHub { return } else { replica.clock = time }
        // The hub is held still in the middle of a sync instead: see ``sync(_:client:peer:)``.
        case .stop(_, let time):
            if replica.isHub { return } else { replica.awayUntil = now + time }
        case .image: try alone(with: replica) { try replica.takeImage() }
        case .restore: if replica.hasImage { try restore(replica) } else { return }
        case .clone(_, let number):
            guard replicas[number] == nil else { return }
            replicas[number] = try replica.clone(as: number)
        case .defineSpecimen(let edition):
            try publish(edition: edition)
            try restartHub()
        case .revoke(let number): try revoke(number)
        case .join, .misbehave: return
        case .openForm, .save, .edit, .delete, .decide, .resolve, .importRows, .writeSpecimen,
            .erase:
            return try type(event, at: replica)
        }
        if let fault = event.action.fault, fault != .rollback || event.action.isRestore {
            strike(fault)
        }
    }

    /// Counts a fault that struck.
    func strike(_ fault: Fault) { outcome.faults[fault, default: 0] += 1 }

    private func restartHub() throws {
        try stopHub()
        try serve()
    }

    /// Runs `work` while no program runs on the disk of `replica`.
    private func alone(with replica: ProcessReplica, _ work: () throws -> Void) throws {
        guard replica.isHub else { return try work() }
        try stopHub()
        try work()
        try serve()
    }

    // MARK: People

    /// Whose records are worked on: the device's own site, at the hub any.
    func site(of replica: ProcessReplica, _ event: Event) throws -> SiteID {
        replica.isHub
            ? City.site(event.id % max(1, scenario.sites))
            : try replica.read { $0.identity.site }
    }

    /// Commands that have saved something where they say yes; an edit may find that nothing differs.
    private static let saving: Set<String> = ["add", "import", "delete", "resolve"]

    /// One command that a person types: what it saved is due from the moment that it says so.
    private func type(_ event: Event, at replica: ProcessReplica) throws {
        var clerk = CommandClerk(
            event, site: try site(of: replica, event), seed: scenario.seed, forms: replica.forms)
        let (typed, before) = try replica.read {
            (try clerk.command(in: $0), try $0.store.lastArrival())
        }
        guard let typed else { return }
        if case .erase = event.action, let record = RecordID(typed.arguments[1]) {
            // Whether or not it comes to its end: the operator sees to it again.
            ordered.insert(ErasedRecord(site: try site(of: replica, event), record: record))
        }
        let running = try start(typed.arguments, on: replica, input: typed.input)
        var chance = Chance(seed: scenario.seed, .disk, event: event.id)
        let isKilled = chance.happens(scenario.faults[.kill])
        guard let run = try isKilled ? kill(running, at: replica, &chance) : running.end() else {
            return
        }
        try check(run, of: typed.arguments)
        guard run.status == 0 else { return }
        if case .openForm = event.action, let base = run.objects.first?["base"] as? String {
            replica.forms.append(base)
        }
        try replica.read { one in
            guard !revoked.contains(one.identity.member.device) else { return }
            let saved = try Saved.logged(in: one, after: before)
            if Self.saving.contains(typed.arguments[0]), saved.isEmpty {
                throw Violation(
                    invariant: .nothingLost,
                    what: "\(typed.arguments[0]) said yes and saved nothing")
            }
            due.formUnion(saved)
        }
    }

    /// Kills a command while it runs; at the hub, what executes it for the command. What it said by then
    /// counts; nil where it was killed before it had ended.
    private func kill(
        _ running: RunningProgram, at replica: ProcessReplica, _ chance: inout Chance
    ) throws -> RunningProgram.Run? {
        usleep(UInt32(chance.below(90_000)))
        var run: RunningProgram.Run?
        if replica.isHub {
            try killHub()
            run = running.end()
            try serve()
        } else if !running.murder() {
            return running.end()
        }
        strike(.kill)
        try checkAfterKill(of: replica)
        return run
    }

    /// Whatever was killed needs no repair, and holds what it said that it does: I6.
    func checkAfterKill(of replica: ProcessReplica) throws {
        try mustSucceed(["verify"], on: replica)
        if replica.isHub { try checkDurability() }
    }

    // MARK: Disasters

    private func restore(_ replica: ProcessReplica) throws {
        let lost = try replica.read { try Saved.onDisk(of: $0) }
        try alone(with: replica) { try replica.restoreImage() }
        if replica.isHub { acknowledged = [:] }
        try forgive(lost)
    }

    private func revoke(_ number: Int) throws {
        guard let device = try replicas[number]?.read({ $0.identity.member.device }) else { return }
        revoked.insert(device)
        let run = try start(["hub", "revoke", device, "--unregistered"], on: hub).end()
        try check(run, of: ["hub", "revoke"])
        for one in replicas.values where try one.read({ $0.identity.member.device == device }) {
            try forgive(try one.read { try Saved.onDisk(of: $0) })
        }
    }

    /// What was on a disk that is no more, or that nobody may read any more, is due only where somebody
    /// else holds it who takes part.
    private func forgive(_ lost: Set<Saved>) throws {
        var left = lost
        for one in try standing { left.subtract(try one.read { try Saved.onDisk(of: $0) }) }
        due.subtract(left)
    }

    /// Those that take part to the end: a device that is revoked is heard by nobody, and hears nobody.
    var standing: [ProcessReplica] {
        get throws {
            try replicas.sorted { $0.key < $1.key }.map(\.value).filter { one in
                !revoked.contains(try one.read { $0.identity.member.device })
            }
        }
    }
}

extension Action {
    /// Whether a disk is put back.
    fileprivate var isRestore: Bool { if case .restore = self { true } else { false } }
}
