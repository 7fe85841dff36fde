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

    @Test("two branches that gave one name to two saves are both written anew")
    func oneNameTwice() throws {
        let scenario = Scenario(
            seed: 10528, sites: 2, devices: [0, 1],
            faults: FaultPlan(perMille: [.clone: 150, .cut: 50, .rollback: 150]),
            events: [
                Event(id: 87, at: 1_048_208_826, action: .clone(1, as: 3)),
                Event(id: 92, at: 1_082_502_154, action: .openForm(1)),
                Event(id: 93, at: 1_088_439_794, action: .save(1)),
                Event(id: 102, at: 1_206_327_134, action: .image(1)),
                Event(id: 105, at: 1_271_463_497, action: .edit(1, fromForm: true)),
                Event(id: 107, at: 1_287_889_278, action: .sync(1, with: 0)),
                Event(id: 109, at: 1_296_311_709, action: .writeSpecimen(3)),
                Event(id: 118, at: 1_391_253_462, action: .save(1)),
                Event(id: 120, at: 1_420_168_508, action: .sync(1, with: 0)),
                Event(id: 154, at: 1_908_755_853, action: .save(3)),
                Event(id: 156, at: 1_919_099_949, action: .sync(3, with: 0)),
                Event(id: 174, at: 2_110_412_537, action: .restore(1)),
                Event(id: 175, at: 2_116_169_775, action: .save(1)),
                Event(id: 179, at: 2_190_217_443, action: .edit(3, fromForm: true)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }

    @Test("what only a later edition says is public becomes public with it")
    func publicLater() throws {
        let scenario = Scenario(
            seed: 10075, sites: 2, devices: [0, 1, 1], faults: FaultPlan(perMille: [:]),
            events: [
                Event(id: 38, at: 15_382_629, action: .writeSpecimen(2)),
                Event(id: 49, at: 19_822_928, action: .sync(2, with: 0)),
                Event(id: 53, at: 22_763_426, action: .defineSpecimen(edition: 2)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }

    @Test(
        "a hub that was put back, and cuts a revoked device's feed when it hears of that, takes copies back"
    )
    func revokedCopy() throws {
        let scenario = Scenario(
            seed: 611892, sites: 1, devices: [0, 0],
            faults: FaultPlan(perMille: [.rollback: 400]),
            events: [
                Event(id: 1, at: 73_331, action: .image(0)),
                Event(id: 56, at: 718_222, action: .writeSpecimen(1)),
                Event(id: 57, at: 718_223, action: .sync(1, with: 0)),
                Event(id: 59, at: 778_221, action: .erase),
                Event(id: 67, at: 1_840_065, action: .sync(1, with: 0)),
                Event(id: 68, at: 1_840_066, action: .writeSpecimen(1)),
                Event(id: 71, at: 1_900_064, action: .revoke(1)),
                Event(id: 75, at: 2_020_064, action: .sync(2, with: 0)),
                Event(id: 17, at: 2_102_485, action: .openForm(1)),
                Event(id: 18, at: 2_113_725, action: .restore(0)),
                Event(id: 20, at: 2_258_514, action: .sync(1, with: 0)),
                Event(id: 25, at: 2_659_789, action: .defineSpecimen(edition: 2)),
                Event(id: 29, at: 2_881_102, action: .writeSpecimen(1)),
                Event(id: 38, at: 3_441_096, action: .sync(2, with: 0)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }

    @Test("a hub of an older program that was put back to before it held a scope gets it again")
    func olderHub() throws {
        let scenario = Scenario(
            seed: 51455, sites: 3, devices: [0, 0, 0, 1, 1, 2],
            faults: FaultPlan(
                perMille: [.newerProgram: 400, .olderProgram: 800, .rollback: 400]),
            events: [
                Event(id: 93, at: 1_209_820_958, action: .image(0)),
                Event(id: 138, at: 1_937_445_931, action: .save(6)),
                Event(id: 143, at: 2_005_535_297, action: .sync(6, with: 0)),
                Event(id: 150, at: 2_055_539_036, action: .delete(6, fromForm: false)),
                Event(id: 176, at: 2_326_746_651, action: .restore(0)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }

    @Test("two feeds that saw each other in turns can be taken from whoever holds them")
    func seenInTurns() throws {
        let scenario = Scenario(
            seed: 50007, sites: 1, devices: [0, 0, 0, 0], faults: FaultPlan(perMille: [:]),
            events: [
                Event(id: 32, at: 337_172_434, action: .save(4)),
                Event(id: 84, at: 1_001_039_974, action: .writeSpecimen(2)),
                Event(id: 86, at: 1_009_168_654, action: .sync(4, with: 2)),
                Event(id: 89, at: 1_033_317_381, action: .edit(2, fromForm: true)),
                Event(id: 101, at: 1_190_384_439, action: .save(4)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }

    @Test(
        "who got more of a revoked device's feed than counts, in one segment, can pass on what counts"
    )
    func revokedInOnePiece() throws {
        let scenario = Scenario(
            seed: 51361, sites: 2, devices: [0, 0, 0, 1, 1, 1],
            faults: FaultPlan(perMille: [.clone: 400, .rollback: 400]),
            events: [
                Event(id: 4, at: 3_220_605, action: .save(1)),
                Event(id: 7, at: 4_022_163, action: .sync(1, with: 0)),
                Event(id: 8, at: 4_022_169, action: .clone(1, as: 7)),
                Event(id: 47, at: 21_137_147, action: .decide(7)),
                Event(id: 62, at: 29_293_929, action: .save(7)),
                Event(id: 77, at: 34_337_016, action: .decide(1)),
                Event(id: 83, at: 36_342_552, action: .image(0)),
                Event(id: 84, at: 36_656_403, action: .sync(3, with: 1)),
                Event(id: 86, at: 37_499_905, action: .sync(7, with: 0)),
                Event(id: 104, at: 50_709_614, action: .sync(1, with: 0)),
                Event(id: 202, at: 62_141_036, action: .save(1)),
                Event(id: 203, at: 62_141_037, action: .sync(1, with: 0)),
                Event(id: 204, at: 62_141_038, action: .writeSpecimen(1)),
                Event(id: 207, at: 62_201_036, action: .revoke(1)),
                Event(id: 211, at: 62_321_036, action: .sync(3, with: 0)),
                Event(id: 154, at: 68_313_228, action: .restore(0)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }

    @Test("news of somebody who saw another branch of a feed are not taken")
    func newsOfAnotherBranch() throws {
        let scenario = Scenario(
            seed: 836214, sites: 1, devices: [0, 0, 0], faults: FaultPlan(perMille: [.rollback: 2]),
            events: [
                Event(id: 44, at: 10_486_714_280, action: .save(3)),
                Event(id: 47, at: 10_486_714_283, action: .image(3)),
                Event(id: 50, at: 10_486_774_282, action: .writeSpecimen(3)),
                Event(id: 51, at: 10_486_774_283, action: .sync(3, with: 0)),
                Event(id: 52, at: 10_486_834_280, action: .restore(3)),
                Event(id: 20, at: 20_666_422_603, action: .edit(3, fromForm: false)),
                Event(id: 21, at: 20_689_718_289, action: .sync(1, with: 3)),
                Event(id: 28, at: 25_305_994_595, action: .sync(1, with: 0)),
                Event(id: 29, at: 25_687_832_642, action: .importRows(1, rows: 4)),
                Event(id: 31, at: 27_006_871_704, action: .sync(1, with: 3)),
                Event(id: 36, at: 30_504_687_611, action: .sync(3, with: 0)),
            ])
        #expect(try Simulation.run(scenario, template: Template()).violation == nil)
    }
}
