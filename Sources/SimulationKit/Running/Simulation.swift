import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine

/// What came of a run.
public struct Outcome: Sendable {
    /// The law that did not hold; nil where all did.
    public var violation: Violation?
    /// How many things happened: events, messages, time-outs, restarts.
    public var steps = 0
    /// How often each fault struck.
    public var faults: [Fault: Int] = [:]
    /// The same by the states of the sessions that it struck.
    public var strikes: [Strike: Int] = [:]
    /// Virtual milliseconds.
    public var time: Int64 = 0
    /// Rounds with the hub until everybody held the same.
    public var rounds = 0
    /// Saves that were looked at for being in the log once, in a run without interruptions.
    public var savesCompared = 0
    /// The folder in which the data directories of real processes lie still.
    public package(set) var kept: String?
    /// Whether two were in a session with one peer at once.
    var hasMetAtOnce = false
    /// What happened, folded.
    public var trace = Trace()

    package init() {}
}

/// A fault that came while a session was in some state.
public struct Strike: Hashable, Sendable {
    /// Which.
    public let fault: Fault
    /// `none`, `comparing`, `receiving` or `sending`.
    public let state: String

    /// Every pair that there can be in `tier`: only a stream can be cut in the middle.
    public static func all(in tier: Tier) -> [Strike] {
        tier.faults.flatMap(each)
    }

    private static func each(_ fault: Fault) -> [Strike] {
        ClientSession.State.allCases
            .filter { fault != .cut || [.receiving, .sending].contains($0) }
            .filter {
                ![.loss, .duplication, .delay, .newerProgram, .olderProgram].contains(fault)
                    || $0 != .none
            }
            .map { Strike(fault: fault, state: $0.rawValue) }
    }
}

/// Runs a scenario: one queue ordered by virtual time, first with faults, then without.
public final class Simulation {
    /// What is in the queue.
    enum Step {
        case event(Event)
        case message(Message)
        case timeout(session: Int, step: Int)
        case restart(Int)
    }

    let scenario: Scenario
    let tier: Tier
    let world: World
    var network: SimulatedNetwork
    var queue = EventQueue<Step>()
    var now: Int64 = 0
    var sessions: [Int: ClientSession] = [:]
    /// Names the present step to those who draw: an event's id, or that of a message.
    var key = 0
    /// Whether faults may still strike.
    var isFaulty = true
    let batches = KnownBatches()
    var observer = Observer()
    var ledger = Ledger()
    /// What the hub's operator was asked to erase.
    var ordered: Set<ErasedRecord> = []
    /// The devices that the hub's operator was asked to revoke.
    var revoked: Set<String> = []
    var outcome = Outcome()

    private init(_ scenario: Scenario, template: Template, tier: Tier) throws {
        self.scenario = scenario
        self.tier = tier
        world = try World(scenario, template: template, tier: tier)
        network = SimulatedNetwork(scenario)
    }

    /// Runs `scenario` to its end, or to the first law that does not hold.
    public static func run(
        _ scenario: Scenario, template: Template, tier: Tier = .memory
    ) throws -> Outcome {
        let simulation = try Simulation(scenario, template: template, tier: tier)
        do {
            try simulation.join()
            try simulation.work()
            try simulation.settle()
            try simulation.checkEnd()
        } catch let violation as Violation {
            simulation.outcome.violation = violation
        } catch {
            simulation.outcome.violation = Violation(
                invariant: .noSurprise, what: "\(error)")
        }
        simulation.outcome.time = simulation.now
        return simulation.outcome
    }

    /// Everybody holds the registry before the first day.
    private func join() throws {
        isFaulty = false
        for device in world.all.dropFirst() {
            try begin(client: device.number, peer: 0, session: -device.number)
            try drain()
        }
        isFaulty = true
    }

    private func work() throws {
        for event in scenario.events { queue.add(.event(event), at: event.at) }
        try drain()
    }

    /// Runs what is in the queue.
    func drain() throws {
        while let (time, step) = queue.next() {
            // What was waited for has come: nothing happens.
            if case .timeout(let session, let step) = step, sessions[session]?.step != step {
                continue
            }
            now = max(now, time)
            outcome.steps += 1
            try run(step)
        }
    }

    private func run(_ step: Step) throws {
        switch step {
        case .event(let event):
            key = event.id
            trace(1, event.id)
            try run(event)
        case .message(let message):
            key = message.session &* 64 &+ message.step
            trace(2, message.session, message.step, message.to)
            try deliver(message)
        case .timeout(let session, _):
            trace(3, session)
            sessions[session] = nil
        case .restart(let number):
            guard let replica = world[number], !replica.isUp else { return }
            trace(4, number)
            try restart(replica)
        }
    }

    private func trace(_ values: Int...) {
        outcome.trace.add(UInt64(bitPattern: now))
        for value in values { outcome.trace.add(value) }
    }

    /// Runs `work` in one transaction of `replica`, which something may befall; throws
    /// ``Interruption`` then.
    func transact<Result>(
        _ replica: SimulatedReplica, _ work: (Replica) throws -> Result
    ) throws -> Result {
        var chance = Chance(seed: scenario.seed, .disk, event: key &* 512 &+ replica.number)
        let armed = isFaulty ? arm(replica, &chance) : nil
        do {
            let result = try replica.write(at: now, work)
            try look(at: replica)
            return result
        } catch let interruption as Interruption {
            switch interruption {
            case .crashed(let moment):
                strike(
                    moment == .beforeCommit ? .crashBeforeCommit : .crashAfterCommit,
                    at: replica.number)
                try replica.losePower(seed: chance.next())
                stop(replica, for: 1_000 + Int64(chance.below(600_000)))
            case .diskFailed: if let armed { strike(armed, at: replica.number) }
            }
            try look(at: replica)
            throw interruption
        }
    }

    /// Draws what befalls the next transaction of `replica`; returns what may befall its disk, which
    /// counts once it does.
    private func arm(_ replica: SimulatedReplica, _ chance: inout Chance) -> Fault? {
        for (fault, moment) in [
            (Fault.crashBeforeCommit, SimulatedReplica.Moment.beforeCommit),
            (.crashAfterCommit, .afterCommit),
        ] where replica.killed == nil && chance.happens(scenario.faults[fault]) {
            replica.killed = moment
        }
        // On a disk, power fails in the middle of what a commit writes rather than before it.
        if tier == .disk, replica.killed == .beforeCommit {
            replica.killed = .afterCommit
            replica.diskFault = .powerFails(calls: Self.call(&chance))
        }
        guard tier == .disk, replica.killed == nil else { return nil }
        let calls = Self.call(&chance)
        if chance.happens(scenario.faults[.diskFull]) {
            replica.diskFault = .isFull(calls: calls)
            return .diskFull
        }
        if chance.happens(scenario.faults[.diskError]) {
            replica.diskFault =
                chance.below(4) == 0
                ? .readFails(calls: 1 + chance.below(3)) : .writeFails(calls: calls)
            return .diskError
        }
        return nil
    }

    /// Which call of a transaction is struck: small ones make few, an import makes a hundred.
    private static func call(_ chance: inout Chance) -> Int {
        1 + chance.below(chance.pick([3, 8, 20, 60]) ?? 3)
    }

    /// Starts the program of a machine that was off.
    func restart(_ replica: SimulatedReplica) throws {
        var chance = Chance(seed: scenario.seed, .disk, event: key &* 512 &+ replica.number)
        try replica.restart(seed: chance.next())
        guard replica.identity.isHub else { return }
        let shutOut = replica.disasters == 0 ? [] : try feedsOfRevoked()
        try replica.read(at: now) {
            try Examination.checkDurability(
                of: observer.acknowledged, in: $0, unless: shutOut)
        }
    }

    private func feedsOfRevoked() throws -> Set<ReplicaID> {
        Set(
            try world.all.filter { revoked.contains($0.member.device) }.flatMap { one in
                try one.read(at: now) { try $0.store.feeds(ofDevice: one.member.device) }
                    .map(\.replica)
            })
    }

    /// Counts a fault that befell `replica`, by what its sessions were doing.
    func strike(_ fault: Fault, at replica: Int) {
        outcome.faults[fault, default: 0] += 1
        let states = sessions.values.filter { $0.client == replica || $0.peer == replica }
            .map(\.state)
        for state in states.isEmpty ? [.none] : Set(states) {
            outcome.strikes[Strike(fault: fault, state: state.rawValue), default: 0] += 1
        }
    }

    private func look(at replica: SimulatedReplica) throws {
        try observer.look(at: replica, time: now, trace: &outcome.trace)
        guard replica.identity.isHub else { return }
        try replica.read(at: now) { try ledger.note(hub: $0) }
    }

    /// Switches a machine off for a time: its sessions are gone.
    func stop(_ replica: SimulatedReplica, for milliseconds: Int64) {
        replica.isUp = false
        sessions = sessions.filter { $0.value.client != replica.number }
        queue.add(.restart(replica.number), at: now + milliseconds)
    }
}

// One thread's.
@available(*, unavailable)
extension Simulation: Sendable {}
