public import CausalCore
public import RecordModel

/// One change that was taken out of the log, as it stood there.
public struct QuarantinedEntry: Hashable, Sendable {
    /// Which taking it went with: what went together had stood in the log together.
    public let cut: Int64
    /// The feed's author.
    public let replica: ReplicaID
    /// The change as the log held it; its number is its place in that branch of the feed.
    public let entry: LogEntry
    /// What its author had seen, by the names of that time.
    public let context: VersionVector

    /// Makes an entry of its parts.
    public init(cut: Int64, replica: ReplicaID, entry: LogEntry, context: VersionVector) {
        self.cut = cut
        self.replica = replica
        self.entry = entry
        self.context = context
    }
}

/// The branches that are no longer in the log.
public protocol QuarantineStore {
    /// The number of the last cut, which is higher than those before; 0 where there was none.
    func lastCut() throws -> Int64

    /// How many entries stand at `reason`, in all scopes.
    func quarantinedCount(reason: String) throws -> Int

    /// Keeps an entry of a branch that is no longer in the log of `scope`.
    func quarantine(_ taken: QuarantinedEntry, scope: Scope, reason: String) throws

    /// What was taken out of the log of `scope` and stands at `reason`, in the order of taking.
    ///
    /// With no reason, whatever became of it.
    func quarantined(in scope: Scope, reason: String?) throws -> [QuarantinedEntry]

    /// Moves what was taken out of the log of `scope` from one reason to another.
    func settleQuarantine(of scope: Scope, from old: String, to new: String) throws
}
