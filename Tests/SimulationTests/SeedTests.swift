import CausalCore
import SimulationKit
import Testing

@Suite("Seeds", .serialized)
struct SeedTests {
    private static func scenario(_ seed: UInt64, events: Int = 100) -> Scenario {
        .drawn(seed: seed, eventCount: events)
    }

    @Test("no law is broken, whatever a seed draws", arguments: 0..<24 as Range<UInt64>)
    func laws(seed: UInt64) throws {
        let outcome = try Simulation.run(Self.scenario(seed), template: Template())
        #expect(outcome.violation == nil)
    }

    @Test("the same seed is the same run, in another world too", arguments: [3, 7, 11] as [UInt64])
    func determinism(seed: UInt64) throws {
        let first = try Simulation.run(Self.scenario(seed), template: Template())
        let second = try Simulation.run(Self.scenario(seed), template: Template())
        #expect(first.trace == second.trace)
        #expect(first.steps == second.steps && first.time == second.time)
        #expect(first.faults == second.faults)
        let other = try Simulation.run(Self.scenario(seed + 100), template: Template())
        #expect(other.trace != first.trace)
    }

    @Test("over some seeds every kind of fault strikes")
    func coverage() throws {
        var struck: Set<Fault> = []
        let template = try Template()
        for seed in 0..<20 as Range<UInt64> {
            let outcome = try Simulation.run(Self.scenario(seed), template: template)
            struck.formUnion(outcome.faults.keys)
        }
        #expect(struck == Set(Fault.allCases))
    }
}

#if PLANTED_BUGS
    // One after another: which mistake is planted is one switch for the whole process.
    @Suite("Planted mistakes", .serialized)
    struct PlantedBugTests {
        @Test("each one is found", arguments: PlantedBug.allCases)
        func found(bug: PlantedBug) throws {
            let template = try Template()
            PlantedBug.active = bug
            defer { PlantedBug.active = nil }
            let violation = (0..<20 as Range<UInt64>).lazy.compactMap { seed in
                try? Simulation.run(
                    .drawn(seed: seed, eventCount: 100), template: template
                ).violation
            }.first
            #expect(violation != nil)
        }

        @Test("a failing scenario becomes small, and fails by the same law")
        func shrinking() throws {
            let template = try Template()
            PlantedBug.active = .sendsEverything
            defer { PlantedBug.active = nil }
            let scenario = Scenario.drawn(seed: 1, sites: 2, eventCount: 100)
            let violation = try #require(
                try Simulation.run(scenario, template: template).violation)
            var shrinker = Shrinker(template: template, invariant: violation.invariant)
            let shrunk = try shrinker.shrink(scenario)
            #expect(shrunk.events.count <= 3)
            let again = try Simulation.run(shrunk, template: template).violation
            #expect(again?.invariant == violation.invariant)
            PlantedBug.active = nil
            #expect(try Simulation.run(shrunk, template: template).violation == nil)
            #expect(shrunk.literal.hasPrefix("Scenario(\n    seed: 1, sites: 2, devices: ["))
        }
    }
#endif
