import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine

/// What ends a transaction that the replica by itself would have ended well.
enum Interruption: Error, Equatable {
    /// The program was killed, or the power failed, before the transaction had committed or after.
    case crashed(SimulatedReplica.Moment)
    /// The disk did not do as it was told, and the program said so.
    case diskFailed
}

/// One replica of the simulated city: its disk, and the program that runs over it.
final class SimulatedReplica {
    /// When in a transaction a program is killed.
    enum Moment: Sendable { case beforeCommit, afterCommit }

    let number: Int
    let identity: ReplicaIdentity
    private(set) var disk: any SimulatedDisk
    /// Nil while no program runs, or none has written yet.
    private var writer: ReplicaWriter<SimulatedMedium>?
    private(set) var kinds: KindCatalogue

    /// What runs on it.
    let program: SimulatedProgram
    /// What its clock is wrong by, milliseconds.
    var clockError: Int64 = 0
    /// Whether the machine is on.
    var isUp = true
    /// The last image of its disk.
    var image: SimulatedMedium?
    /// What people saw when they opened forms that are still open.
    var forms: [String] = []
    /// The next transaction's end.
    var killed: Moment?
    /// What befalls the disk in the next transaction.
    var diskFault: DiskFault?
    /// How often its disk was rolled back or copied.
    var disasters = 0
    private let chance: SharedChance
    let findings: SharedFindings

    init(
        number: Int, identity: ReplicaIdentity, disk: any SimulatedDisk, kinds: KindCatalogue,
        seed: UInt64, program: SimulatedProgram, findings: SharedFindings
    ) {
        self.number = number
        self.program = program
        self.findings = findings
        self.identity = identity
        self.disk = disk
        self.kinds = kinds
        // A copied disk draws other salts and ids than the one that it was copied from.
        chance = SharedChance(Chance(seed: seed, .identity, event: 1_000_000 + number))
    }

    // Its statements first: a file with any is not closed.
    deinit { writer = nil }

    /// Who others take it for.
    var member: Member { identity.member }

    /// Runs `work` in one transaction; throws ``Interruption`` where something befalls it.
    func write<Result>(at time: Int64, _ work: (Replica) throws -> Result) throws -> Result {
        let moment = killed
        if let diskFault { disk.arm(diskFault) }
        (killed, diskFault) = (nil, nil)
        let writer = writer ?? ReplicaWriter(disk.medium, identity: identity)
        self.writer = writer
        do {
            let (result, moved) = try writer.write(
                kinds: kinds, surroundings: surroundings(at: time)
            ) { replica in
                let result = try work(replica)
                if moment == .beforeCommit { throw Interruption.crashed(.beforeCommit) }
                return (result, replica.kindsMoved ? replica.kinds : nil)
            }
            _ = disk.disarm()
            if moment == .afterCommit || disk.isOff { throw Interruption.crashed(.afterCommit) }
            if let moved { kinds = moved }
            return result
        } catch {
            let hasFailed = disk.disarm()
            if disk.isOff, !(error is Interruption) { throw Interruption.crashed(.beforeCommit) }
            switch error as? StoreError {
            case .unreadable where hasFailed, .diskFull where hasFailed:
                throw Interruption.diskFailed
            default: throw error
            }
        }
    }

    /// Runs `work` on what is committed.
    func read<Result>(at time: Int64, _ work: (Replica) throws -> Result) throws -> Result {
        try disk.medium.read { store in
            try work(
                Replica(
                    store: store, identity: identity, kinds: kinds,
                    surroundings: surroundings(at: time)))
        }
    }

    private func surroundings(at time: Int64) -> Surroundings {
        // Not this replica: the writer keeps these, and would keep what it belongs to alive.
        Surroundings(
            now: World.epoch + time + clockError, random: { [chance] in chance.next() },
            verifies: { [findings] in findings.verify($0, $1, $2) },
            publicKey: { [findings] in findings.key($0) },
            readKind: { [findings] in try findings.kind(source: $0, file: $1) })
    }

    /// The power fails, and comes back.
    func losePower(seed: UInt64) throws {
        writer = nil
        try disk.losePower(seed: seed)
        try readKinds()
    }

    /// Starts the program anew: what it had in memory is gone.
    func restart(seed: UInt64) throws {
        writer = nil
        try disk.restart(seed: seed)
        begin()
    }

    /// Puts `image` in the place of the disk.
    func restore(_ image: SimulatedMedium, _ tier: Tier) throws {
        writer = nil
        disk = try tier.makeDisk(copying: image, seed: chance.next())
        disasters += 1
        try readKinds()
        begin()
    }

    private func begin() {
        forms = []
        (killed, diskFault) = (nil, nil)
        isUp = true
    }

    private func readKinds() throws {
        kinds = try disk.medium.read { store in
            KindCatalogue(
                try store.storedKinds().map { stored in
                    try findings.kind(source: stored.source, file: stored.name)
                })
        }
    }
}

/// One source of chance that several draw from.
private final class SharedChance {
    private var chance: Chance

    init(_ chance: Chance) { self.chance = chance }

    func next() -> UInt64 { chance.next() }
}
