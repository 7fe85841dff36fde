import CausalCore
public import RecordModel
public import ReplicaStore

/// The one writer of a replica's file: runs transactions one after another, and keeps between them what
/// the last one knew of feeds, numbers and statements.
///
/// A save by hand would otherwise spend a third of its time on finding out again what the save before
/// it knew. A transaction that fails takes all of that with it.
public final class ReplicaWriter: Sendable {
    private let file: ReplicaFile
    private let identity: ReplicaIdentity
    // Touched only while the file's one writing connection is held.
    nonisolated(unsafe) private var kept: Replica?

    /// The writer of `file`, which nobody else may write.
    public init(file: ReplicaFile, identity: ReplicaIdentity) {
        self.file = file
        self.identity = identity
    }

    // Its statements first: SQLite closes no file that has any.
    deinit { kept = nil }

    /// Closes the file; nobody may write it through this any more.
    public func close() throws {
        try file.close { kept = nil }
    }

    /// Runs `work` in one transaction, durable when this returns. `kinds` are those that the replica
    /// knows so far.
    public func write<Result>(
        kinds: KindCatalogue, surroundings: Surroundings, _ work: (Replica) throws -> Result
    ) throws -> Result {
        var replica: Replica?
        return try file.write { db in
            let present =
                kept
                ?? Replica(
                    store: Store(db), identity: identity, kinds: kinds, surroundings: surroundings)
            kept = nil
            #if PLANTED_BUGS
                if PlantedBug.active == .keepsWhatFailed { kept = present }
            #endif
            present.begin(surroundings)
            let result = try work(present)
            try present.finish()
            replica = present
            return result
        } committed: {
            kept = replica
        }
    }
}
