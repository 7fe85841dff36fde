import CausalCore
public import RecordModel
public import ReplicaStore

/// The one writer of what keeps a replica: runs transactions one after another, and keeps between them
/// what the last one knew of feeds, numbers and statements.
///
/// A save by hand would otherwise spend a third of its time on finding out again what the save before
/// it knew. A transaction that fails takes all of that with it.
public final class ReplicaWriter<Medium: ReplicaMedium> {
    private let medium: Medium
    private let identity: ReplicaIdentity
    // Touched only while the medium's one writer is held.
    nonisolated(unsafe) private var kept: Replica?
    // Tried with each transaction until nobody reads an older state: at first as well, as the opening of the
    // medium, which empties its log, can have met such a reader.
    nonisolated(unsafe) private var isScrubDue = true

    /// The writer of `medium`, which nobody else may write.
    public init(_ medium: Medium, identity: ReplicaIdentity) {
        self.medium = medium
        self.identity = identity
    }

    // Its statements first: SQLite closes no file that has any.
    deinit { kept = nil }

    /// Closes the medium; nobody may write it through this any more.
    public func close() throws {
        try medium.close { kept = nil }
    }

    /// Runs `work` in one transaction, durable when this returns. `kinds` are those that the replica
    /// knows so far.
    public func write<Result>(
        kinds: KindCatalogue, surroundings: Surroundings, _ work: (Replica) throws -> Result
    ) throws -> Result {
        var replica: Replica?
        return try medium.transact { open in
            let present =
                kept
                ?? Replica(
                    store: open(), identity: identity, kinds: kinds, surroundings: surroundings)
            kept = nil
            #if PLANTED_BUGS
                if PlantedBug.active == .keepsWhatFailed { kept = present }
            #endif
            present.begin(surroundings)
            let result = try work(present)
            try present.finish()
            replica = present
            return result
        } committed: { scrub in
            kept = replica
            if replica?.needsScrub == true { isScrubDue = true }
            replica?.needsScrub = false
            if isScrubDue { isScrubDue = !scrub() }
        }
    }
}

extension ReplicaWriter: Sendable where Medium: Sendable {}
