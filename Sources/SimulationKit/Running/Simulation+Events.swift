import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine

// What people do, and what befalls disks, clocks and links.
extension Simulation {
    func run(_ event: Event) throws {
        if case .join(let number) = event.action { return try admit(number) }
        guard let replica = world[event.action.actor] else { return }
        if let fault = event.action.fault, befalls(event.action, replica) {
            strike(fault, at: replica.number)
        }
        switch event.action {
        case .sync(let client, let peer):
            return try begin(client: client, peer: peer, session: 1_000 + event.id)
        case .partition(let from, let to, let time, let isOneWay):
            return network.cut(from: from, to: to, until: now + time, isOneWay: isOneWay)
        case .clock(_, let time): replica.clockError = time - World.epoch - now
        case .stop(_, let time): if replica.isUp { stop(replica, for: time) }
        case .image: replica.image = try replica.disk.medium.copy()
        case .restore: try restore(replica)
        case .clone(_, let number): try world.clone(replica, as: number)
        case .misbehave(_, let misdeed):
            do { try send(misdeed, by: replica) } catch is Interruption {}
        case .revoke(let number): try revoke(number)
        case .join: break
        case .openForm where replica.isUp:
            let site = Clerk.site(of: replica, event, scenario)
            replica.forms.append(
                try replica.read(at: now) { try $0.baseToken(of: .site(site)) })
        case .openForm, .save, .edit, .delete, .decide, .resolve, .importRows, .writeSpecimen,
            .defineSpecimen, .erase:
            if replica.isUp { try work(event, at: replica) }
        }
    }

    /// Whether a fault changes anything as things are; one that does not is not counted.
    private func befalls(_ action: Action, _ replica: SimulatedReplica) -> Bool {
        switch action {
        case .stop: replica.isUp
        case .image: false
        case .restore: replica.image != nil
        case .clone(_, let number): world[number] == nil
        case .misbehave: world.hub.isUp
        default: true
        }
    }

    /// One save by a person: what it wrote is due from the moment that it returns.
    private func work(_ event: Event, at replica: SimulatedReplica) throws {
        var clerk = Clerk(event: event, scenario: scenario, replica: replica)
        // Whether or not it was committed: the operator sees to it again.
        defer { if let record = clerk.erased { ordered.insert(record) } }
        do {
            let words = try transact(replica) { one in
                let before = try one.store.lastArrival()
                try clerk.act(in: one)
                return try Ledger.words(one.store.entries(after: before, limit: 1_000), in: one)
            }
            ledger.note(words)
        } catch is Interruption {
        } catch let error as EngineError {
            // What a person is told: the record has gone, the token is not held, a rule says no.
            guard case .damaged(let what) = error else { return }
            throw Violation(invariant: .noSurprise, what: "damage at \(what)")
        }
    }

    /// Lets a device in that was not there: from now on its feeds are accepted.
    private func admit(_ number: Int) throws {
        guard world.hub.isUp, let certificate = world.certificate(ofLate: number) else { return }
        do {
            try transact(world.hub) { try $0.register(certificate) }
            world.admit(number)
        } catch is Interruption {}
    }

    /// Shuts a device out, and every copy of it: what it goes on to write is due to nobody.
    private func revoke(_ number: Int) throws {
        guard world.hub.isUp, let device = world[number]?.member.device else { return }
        do {
            try transact(world.hub) {
                _ = try $0.revoke(device, actor: "operator", reason: "")
            }
        } catch is Interruption {}
        // Whether or not it was committed, the operator sees to it again.
        revoked.insert(device)
        for one in world.all where one.member.device == device {
            try forgive(
                try one.read(at: now) { try Ledger.words(onDiskOf: $0) },
                of: try villages(of: one))
        }
    }

    private func restore(_ replica: SimulatedReplica) throws {
        guard let image = replica.image else { return }
        let lost = try replica.read(at: now) { try Ledger.words(onDiskOf: $0) }
        let villages = try villages(of: replica)
        try world.restore(replica, image)
        try forgive(lost, of: villages)
        if replica.identity.isHub { ledger.forgetHub() }
        sessions = sessions.filter { $0.value.client != replica.number }
        observer.forget(replica)
    }

    /// What was on a disk that is no more, or that nobody may read any more, is due only where somebody
    /// else holds it who takes part.
    private func forgive(_ lost: Ledger.Words, of villages: Set<Scope>) throws {
        var held: Ledger.Words = [:]
        // Whoever holds nothing of its villages holds none of what it lost.
        for one in try standing.filter({ try !self.villages(of: $0).isDisjoint(with: villages) }) {
            held.merge(try one.read(at: now) { try Ledger.words(onDiskOf: $0) }) { $0.union($1) }
        }
        ledger.forgive(lost, stillHeld: held)
    }

    private func villages(of replica: SimulatedReplica) throws -> Set<Scope> {
        let scopes = try replica.read(at: now) { try $0.store.scopes() }
        return Set(scopes.filter { !$0.isPublished && $0 != .control })
    }
}
