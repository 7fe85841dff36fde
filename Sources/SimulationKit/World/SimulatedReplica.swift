import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine

/// A program that was killed.
struct Crashed: Error {}

/// One replica of the simulated city: its disk, and the program that runs over it.
final class SimulatedReplica {
    /// When in a transaction a program is killed.
    enum Moment { case beforeCommit, afterCommit }

    let number: Int
    let identity: ReplicaIdentity
    private(set) var disk: ReplicaFile
    private var writer: ReplicaWriter
    private var kinds: KindCatalogue

    /// What its clock is wrong by, milliseconds.
    var clockError: Int64 = 0
    /// Whether the machine is on.
    var isUp = true
    /// The last image of its disk.
    var image: ReplicaFile?
    /// What people saw when they opened forms that are still open.
    var forms: [String] = []
    /// The next transaction's end.
    var killed: Moment?
    /// How often its disk was rolled back or copied.
    var disasters = 0
    private var chance: Chance

    init(
        number: Int, identity: ReplicaIdentity, disk: ReplicaFile, kinds: KindCatalogue,
        seed: UInt64
    ) {
        self.number = number
        self.identity = identity
        self.disk = disk
        self.kinds = kinds
        writer = ReplicaWriter(file: disk, identity: identity)
        // A copied disk draws other salts and ids than the one that it was copied from.
        chance = Chance(seed: seed, .identity, event: 1_000_000 + number)
    }

    /// Who others take it for.
    var member: Member { identity.member }

    /// Runs `work` in one transaction; throws ``Crashed`` where the program is killed in it.
    func write<Result>(at time: Int64, _ work: (Replica) throws -> Result) throws -> Result {
        let moment = killed
        killed = nil
        let result = try writer.write(kinds: kinds, surroundings: surroundings(at: time)) {
            replica in
            let result = try work(replica)
            if moment == .beforeCommit { throw Crashed() }
            if replica.kindsMoved { kinds = replica.kinds }
            return result
        }
        if moment == .afterCommit { throw Crashed() }
        return result
    }

    /// Runs `work` on what is committed.
    func read<Result>(at time: Int64, _ work: (Replica) throws -> Result) throws -> Result {
        try disk.read { db in
            try work(
                Replica(
                    store: Store(db), identity: identity, kinds: kinds,
                    surroundings: surroundings(at: time)))
        }
    }

    private func surroundings(at time: Int64) -> Surroundings {
        Surroundings(now: World.epoch + time + clockError) { [self] in chance.next() }
    }

    /// Starts the program anew: what it had in memory is gone.
    func restart() {
        writer = ReplicaWriter(file: disk, identity: identity)
        forms = []
        killed = nil
        isUp = true
    }

    /// Puts `image` in the place of the disk.
    func restore(_ image: ReplicaFile) throws {
        disk = try ReplicaFile.inMemory(copying: image)
        disasters += 1
        kinds = try disk.read { db in
            KindCatalogue(
                try Store(db).storedKinds().map {
                    try KindReader.kind(source: $0.source, file: $0.name)
                })
        }
        restart()
    }
}
