import SimulationKit
import Testing

@Suite("Scenarios that once broke a law")
struct RegressionTests {
    @Test("a hub put back from before a device joined takes what that device wrote")
    func forgottenDevice() throws {
        let scenario = Scenario(
            seed: 82, sites: 2, devices: [0, 0, 1, 1, 1, 1],
            faults: FaultPlan(perMille: [.rollback: 400]),
            events: [
                Event(id: 28, at: 7_719_315_504, action: .image(0)),
                Event(id: 45, at: 16_187_871_757, action: .join(5)),
                Event(id: 53, at: 19_655_442_598, action: .restore(0)),
                Event(id: 79, at: 29_527_419_460, action: .save(5)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }
}
