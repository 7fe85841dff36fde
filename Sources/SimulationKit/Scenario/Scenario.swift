/// A world and all that happens in it: the same value, the same run.
public struct Scenario: Codable, Equatable, Sendable {
    /// Milliseconds.
    static let minute: Int64 = 60_000
    static let hour = 60 * minute
    static let day = 24 * hour

    /// What chance is drawn from.
    public let seed: UInt64
    /// Villages.
    public let sites: Int
    /// The site of each replica but the hub, counted from 0; numbers 1, 2, 3 … in order.
    public let devices: [Int]
    /// How often each fault comes.
    public var faults: FaultPlan
    /// What happens, in order of time.
    public var events: [Event]

    /// A scenario of its parts, as a shrunk one is printed.
    public init(seed: UInt64, sites: Int, devices: [Int], faults: FaultPlan, events: [Event]) {
        self.seed = seed
        self.sites = sites
        self.devices = devices
        self.faults = faults
        self.events = events
    }

    /// Draws the scenario of `seed`: `sites` villages (nil for one to three) of one to four devices,
    /// `eventCount` events; with the faults that `tier` has.
    public static func drawn(
        seed: UInt64, sites: Int? = nil, eventCount: Int, tier: Tier = .memory
    ) -> Scenario {
        drawn(seed: seed, sites: sites, eventCount: eventCount, faults: tier.faults)
    }

    /// The same with `faults`, each of which may be on or off.
    package static func drawn(
        seed: UInt64, sites: Int?, eventCount: Int, faults: [Fault]
    ) -> Scenario {
        let sites = sites ?? 1 + Int(seed % 3)
        var chance = Chance(seed: seed, .plan)
        let devices = (0..<sites).flatMap { site in
            [Int](repeating: site, count: 1 + chance.below(sites > 8 ? 2 : 4))
        }
        let faults = FaultPlan.drawn(faults, seed: seed, &chance)
        var timetable = Timetable(
            devices: devices, faults: faults, seed: seed, chance: chance)
        return Scenario(
            seed: seed, sites: sites, devices: devices, faults: faults,
            events: timetable.events(eventCount))
    }
}
