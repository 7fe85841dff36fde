import ArgumentParser
import SimulationKit

/// How much of a run is real.
enum TierOption: String, CaseIterable, ExpressibleByArgument {
    case memory = "A"
    case sqlite = "S"
    case disk = "B"
    /// Real processes, real TLS over loopback.
    case processes = "C"

    /// The tier of a simulation in virtual time; nil for real processes.
    var simulated: Tier? { Tier(rawValue: rawValue) }
}
