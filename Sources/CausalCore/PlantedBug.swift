#if PLANTED_BUGS
    /// A mistake that is in the program on purpose, to see whether the simulator finds it.
    ///
    /// Only in debug builds: `Package.swift` defines the condition for no other, and whatever reads
    /// ``active`` stands within it too.
    public enum PlantedBug: String, CaseIterable, Sendable {
        /// A push is acknowledged before it is committed.
        case acknowledgesBeforeCommit = "acknowledge-before-commit"
        /// A device whose disk was rolled back does not notice, and gives the names of what it lost to
        /// what it writes now.
        case reusesSeq = "reuse-of-seq-after-rollback"
        /// Of two concurrent writes the one that came first counts.
        case firstArrivalWins = "winner-by-arrival-order"
        /// The conflict list is in the order in which conflicts came.
        case listsByArrival = "conflict-list-by-arrival-order"
        /// Whatever a peer asks for is sent.
        case sendsEverything = "missing-scope-check"
        /// A write replaces values that it had not seen.
        case ignoresContext = "context-ignored"
        /// Another branch of a feed is taken for the one that is held.
        case ignoresForks = "fork-ignored"
        /// A transfer that was cut goes on one change too late.
        case resumesTooLate = "resume-off-by-one"
        /// A form counts as opened when it is saved.
        case forgetsForm = "context-of-saving"
        /// The author's clock makes the Lamport numbers, and so decides which value is shown.
        case trustsClocks = "wall-clock-decides"
        /// A deletion hides what it had not seen.
        case deletesUnseen = "tombstone-forgets-its-context"
        /// One way of merging leaves a field out of the digest.
        case skipsField = "digest-skips-a-field"
        /// What a rolled-back disk had written is taken out of the log and not written anew.
        case losesTail = "tail-not-written-anew"
        /// What two wrote anew adds up twice.
        case countsTwice = "rewritten-save-counts-twice"
        /// What is written to an erased record by somebody who had not heard of that is kept.
        case keepsLateWrites = "erased-record-written-again"
        /// What was taken out of the log keeps the bodies of erased records.
        case keepsErasedAside = "erased-body-kept-aside"
        /// A change is taken without its body, whoever left that out.
        case takesStripped = "stripped-body-taken"
        /// What of a revoked device had come before that was heard of counts.
        case cutsByReceipt = "revocation-by-time-of-receipt"
        /// Whatever waits for something else is kept in memory.
        case holdsBackAll = "unbounded-waiting"
        /// What is saved while a question is under way counts as agreed upon with its answer.
        case agreesOnWhatCameSince = "agreement-on-what-came-since"
        /// What a feed has seen of others is not looked at where two of its segments are joined.
        case joinsAcross = "segments-joined-across-others"
        /// A commit returns before it is on the disk.
        case syncsSeldom = "commit-without-sync"
        /// A transaction that failed leaves in memory what it had come to know.
        case keepsWhatFailed = "failed-transaction-remembered"

        /// The one that is switched on; set before a run, by the simulator alone.
        nonisolated(unsafe) public static var active: PlantedBug?
    }
#endif
