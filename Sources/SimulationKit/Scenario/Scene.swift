/// A few events that belong together: what by chance alone would hardly ever come in this order.
struct Scene {
    let devices: [Int]
    let faults: FaultPlan
    var chance: Chance
    /// The number of a copy that the timetable never makes.
    private var clone: Int { devices.count + Timetable.clonesMax + 1 }

    /// The scenes of one scenario, from the beginning to `length`; each with what it needs switched on
    /// comes in one seed of three.
    mutating func events(until length: Int64) -> [(at: Int64, action: Action)] {
        var events: [(at: Int64, action: Action)] = []
        if faults[.rollback] > 0, chance.below(3) == 0 {
            events += branch(at: Int64.random(in: 0..<length, using: &chance))
        }
        for fault in [Fault.rollback, .clone, .byzantine]
        where faults[fault] > 0 && chance.below(3) == 0 {
            events += strike(fault, at: Int64.random(in: 0..<length, using: &chance))
        }
        return events
    }

    /// What came to the scenes later: drawn apart, as ``erasures(of:_:seed:until:)``.
    ///
    /// In one seed of three the hub revokes a device, which neighbours hear from after that, and go on
    /// from what it said.
    static func revocations(
        of devices: [Int], seed: UInt64, until length: Int64
    ) -> [(at: Int64, action: Action)] {
        var chance = Chance(seed: seed, .plan, event: 3)
        guard devices.count > 1, chance.below(3) == 0 else { return [] }
        let stolen = 1 + chance.below(devices.count)
        let start = Int64.random(in: 0..<length, using: &chance)
        var events: [(at: Int64, action: Action)] = [
            (start, .save(stolen)), (start + 1, .sync(stolen, with: 0)),
            (start + Scenario.minute, .revoke(stolen)),
        ]
        let neighbours = devices.indices.map { $0 + 1 }
            .filter { $0 != stolen && devices[$0 - 1] == devices[stolen - 1] }
        guard let neighbour = chance.pick(neighbours) else { return events }
        events += [
            (start + 2, .writeSpecimen(stolen)), (start + 3, .edit(stolen, fromForm: false)),
            (start + Scenario.minute / 2, .sync(neighbour, with: stolen)),
            (start + Scenario.minute + 1, .edit(neighbour, fromForm: false)),
            (start + Scenario.minute + 2, .writeSpecimen(neighbour)),
            (start + 2 * Scenario.minute, .sync(stolen, with: neighbour)),
            (start + 3 * Scenario.minute, .sync(neighbour, with: 0)),
        ]
        return events
    }

    /// What came to the scenes later: drawn apart, so that the seeds of before draw the others still.
    ///
    /// In one seed of two the hub erases records, one of them while a device is out of reach that goes on
    /// writing; and where its devices may be dishonest, one leaves a body out, and floods the hub.
    static func erasures(
        of devices: [Int], _ faults: FaultPlan, seed: UInt64, until length: Int64
    ) -> [(at: Int64, action: Action)] {
        var chance = Chance(seed: seed, .plan, event: 2)
        guard chance.below(2) == 0 else { return [] }
        var events: [(at: Int64, action: Action)] = (0...chance.below(4)).map { _ in
            (Int64.random(in: 0..<length, using: &chance), .erase)
        }
        let one = 1 + chance.below(devices.count)
        let start = Int64.random(in: 0..<length, using: &chance)
        events += [
            (start, .save(one)), (start + 1, .writeSpecimen(one)), (start + 2, .sync(one, with: 0)),
            (start + Scenario.minute, .erase),
            (start + Scenario.minute + 1, .edit(one, fromForm: false)),
            (start + Scenario.minute + 2, .writeSpecimen(one)),
            (start + Scenario.minute + 3, .sync(one, with: 0)),
        ]
        if faults[.rollback] > 0, chance.below(2) == 0 {
            let other = chance.below(devices.count + 1)
            events += [
                (start + 3, .image(other)), (start + 2 * Scenario.minute, .restore(other)),
            ]
        }
        if faults[.byzantine] > 0 {
            events.append((start + 3 * Scenario.minute, .misbehave(one, .missingBody)))
            events.append((start + 4 * Scenario.minute, .misbehave(one, .flood)))
        }
        return events
    }

    /// A disk is put back and written to, a neighbour takes what was written, and then both meet the
    /// hub, which holds another branch, at nearly the same time: each may write the one branch anew.
    private mutating func branch(at start: Int64) -> [(at: Int64, action: Action)] {
        let first = 1 + chance.below(devices.count)
        let others = devices.indices.map { $0 + 1 }
            .filter { $0 != first && devices[$0 - 1] == devices[first - 1] }
        guard let second = chance.pick(others) else { return [] }
        let meeting = start + 4 * Scenario.minute
        let between = Int64.random(in: -100..<100, using: &chance)
        return [
            (start, .image(first)), (start + 1, .save(first)), (start + 2, .sync(first, with: 0)),
            (start + Scenario.minute, .restore(first)),
            (start + Scenario.minute + 1, .writeSpecimen(first)),
            (start + Scenario.minute + 2, .writeSpecimen(first)),
            (start + Scenario.minute + 3, .edit(first, fromForm: false)),
            (start + 2 * Scenario.minute, .sync(second, with: first)),
            (start + 3 * Scenario.minute, .writeSpecimen(second)),
            (meeting, .sync(first, with: 0)), (meeting + between, .sync(second, with: 0)),
        ]
    }

    /// `fault` comes while somebody is in the middle of sending a file's rows to the hub, or of taking
    /// them from it.
    private mutating func strike(
        _ fault: Fault, at start: Int64
    ) -> [(at: Int64, action: Action)] {
        let one = 1 + chance.below(devices.count)
        let source = chance.below(2) == 0 ? one : 0
        let meeting = start + Scenario.minute
        let blow = meeting + Int64.random(in: 1..<Timetable.sessionLength, using: &chance)
        let action: Action? =
            switch fault {
            case .rollback: .restore(one)
            case .clone: .clone(one, as: clone)
            default: chance.pick(Misdeed.byChance).map { .misbehave(one, $0) }
            }
        guard let action else { return [] }
        return [
            (start, .image(one)), (start + 1, .importRows(source, rows: 8)),
            (meeting, .sync(one, with: 0)), (blow, action),
        ]
    }
}
