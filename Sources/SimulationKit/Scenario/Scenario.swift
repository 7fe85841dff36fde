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

    /// Draws the scenario of `seed`: `sites` villages of one to four devices, `eventCount` events.
    public static func drawn(seed: UInt64, sites: Int, eventCount: Int) -> Scenario {
        var chance = Chance(seed: seed, .plan)
        let devices = (0..<sites).flatMap { site in
            [Int](repeating: site, count: 1 + chance.below(sites > 8 ? 2 : 4))
        }
        let faults = FaultPlan.drawn(&chance)
        var timetable = Timetable(
            devices: devices, faults: faults, chance: chance)
        return Scenario(
            seed: seed, sites: sites, devices: devices, faults: faults,
            events: timetable.events(eventCount))
    }
}

/// Draws what happens when.
struct Timetable {
    let devices: [Int]
    let faults: FaultPlan
    var chance: Chance
    private var clones = 0
    private static let clonesMax = 2

    init(devices: [Int], faults: FaultPlan, chance: Chance) {
        self.devices = devices
        self.faults = faults
        self.chance = chance
    }

    /// From minutes to a year, in which people work, in order of time.
    mutating func events(_ count: Int) -> [Event] {
        let span = [Scenario.hour, Scenario.day, 30 * Scenario.day, 365 * Scenario.day]
        let length = chance.pick(span) ?? Scenario.day
        let times = (0..<count).map { _ in Int64.random(in: 0..<length, using: &chance) }.sorted()
        return times.enumerated().map { Event(id: $0.offset, at: $0.element, action: action()) }
    }

    private mutating func action() -> Action {
        let device = 1 + chance.below(devices.count + clones)
        if chance.below(4) == 0, let fault = fault(at: device) { return fault }
        switch chance.below(30) {
        case 0..<6: return .save(device)
        case 6..<8: return .importRows(device, rows: 2 + chance.below(8))
        case 8..<16: return .edit(device, fromForm: chance.below(3) == 0)
        case 16: return .delete(device, fromForm: chance.below(3) == 0)
        case 17..<19: return .decide(device)
        case 19..<21: return .resolve(device)
        case 21..<23: return .openForm(device)
        case 23..<26: return .sync(device, with: peer(of: device))
        default: return .sync(device, with: 0)
        }
    }

    /// Mostly a neighbour, now and then a stranger.
    private mutating func peer(of device: Int) -> Int {
        let own = device <= devices.count ? devices[device - 1] : -1
        let neighbours = devices.indices.filter { devices[$0] == own }.map { $0 + 1 }
        if chance.below(5) > 0, let neighbour = chance.pick(neighbours) { return neighbour }
        return chance.below(devices.count + 1)
    }

    private mutating func fault(at device: Int) -> Action? {
        let other = chance.below(devices.count + 1)
        let candidates: [Fault] = [
            .partition, .oneWayPartition, .flapping, .rollback, .clone, .clock, .away,
        ]
        guard let fault = chance.pick(candidates), chance.happens(2 * faults[fault]) else {
            return nil
        }
        switch fault {
        case .partition, .oneWayPartition:
            return .partition(
                from: device, to: other,
                milliseconds: Int64.random(in: Scenario.minute..<Scenario.day, using: &chance),
                isOneWay: fault == .oneWayPartition)
        case .flapping:
            return .partition(
                from: device, to: other,
                milliseconds: Int64.random(in: 1..<Scenario.minute, using: &chance),
                isOneWay: false)
        case .rollback: return chance.below(2) == 0 ? .image(device) : .restore(device)
        case .clone:
            guard clones < Self.clonesMax, device <= devices.count else { return nil }
            clones += 1
            return .clone(device, as: devices.count + clones)
        case .clock:
            return .clock(
                device,
                millisecondsSince1970: Int64.random(in: 0..<4_102_444_800_000, using: &chance))
        case .away:
            return .stop(
                device,
                milliseconds: Int64.random(in: Scenario.hour..<200 * Scenario.day, using: &chance))
        case .loss, .duplication, .delay, .cut, .crashBeforeCommit, .crashAfterCommit: return nil
        }
    }
}
