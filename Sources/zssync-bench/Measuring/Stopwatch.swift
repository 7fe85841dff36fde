import Foundation

/// Adds up the time of one sort of work that takes turns with another.
struct Stopwatch {
    /// Seconds on the wall's clock.
    private(set) var wall = 0.0
    /// Seconds of this process on all processors.
    private(set) var cpu = 0.0
    /// Seconds of each run, in order.
    private(set) var laps: [Double] = []

    mutating func run<Result>(_ work: () throws -> Result) rethrows -> Result {
        let (start, processor) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_PROCESS_CPUTIME_ID))
        defer {
            let lap = Self.now(CLOCK_MONOTONIC) - start
            wall += lap
            cpu += Self.now(CLOCK_PROCESS_CPUTIME_ID) - processor
            laps.append(lap)
        }
        return try work()
    }

    /// The lap that `percent` of the laps do not exceed.
    func lap(percent: Int) -> Double {
        let sorted = laps.sorted()
        return sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    /// Seconds of `clock`.
    static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
