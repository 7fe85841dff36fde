import Foundation
import SimulationKit
import Synchronization

/// How far the lanes of a run have come, and the first seed that failed.
final class Progress: Sendable {
    /// A seed that broke a law.
    struct Failure: Sendable {
        let seed: UInt64
        let violation: Violation
        /// Where the directories of its processes are.
        let kept: String?
    }

    private let seeds: Int
    private let every: Int
    private let state = Mutex<(summary: Summary, failure: Failure?)>((Summary(), nil))

    /// The progress of so many seeds, said after `every` so many.
    init(seeds: Int, every: Int) {
        self.seeds = seeds
        self.every = every
    }

    /// Whether `seed` is still to be run: none is after one that failed.
    func goesOn(at seed: UInt64) -> Bool {
        state.withLock { $0.failure.map { seed < $0.seed } ?? true }
    }

    /// Notes what came of a seed, and says now and then how far the run is.
    func note(_ outcome: Outcome, of seed: UInt64) {
        let done = state.withLock { state in
            state.summary.add(outcome)
            if let violation = outcome.violation, state.failure.map({ seed < $0.seed }) ?? true {
                state.failure = Failure(
                    seed: seed, violation: violation, kept: outcome.kept)
            }
            return state.summary.seeds
        }
        if done % every == 0 {
            FileHandle.standardError.write(Data("\(done) / \(seeds)\n".utf8))
        }
    }

    /// What all came to.
    var result: (Summary, Failure?) { state.withLock { ($0.summary, $0.failure) } }
}
