import Foundation

/// The machine's clock and chance, for the shell to hand down.
public enum WallClock: Sendable {
    /// The variable that stands in for the clock, in milliseconds since 1970: for tests of PCs whose
    /// batteries are dead. No decision depends on it.
    private static let variable = "ZSSYNC_CLOCK_MS"
    // Read once: reading the environment takes longer than reading the clock.
    private static let fixed = ProcessInfo.processInfo.environment[variable].flatMap { Int64($0) }

    /// Milliseconds since 1970.
    public static var now: Int64 { fixed ?? Int64(Date().timeIntervalSince1970 * 1_000) }

    /// Seconds since 1970.
    public static var nowSeconds: Int64 { now / 1_000 }
}
