/// Draws what happens when.
struct Timetable {
    let devices: [Int]
    let faults: FaultPlan
    private let seed: UInt64
    var chance: Chance
    private var clones = 0
    private var editions = 0
    /// The replicas of whose disks there are images.
    private var imaged: [Int] = []
    private var lastSync: (at: Int64, replica: Int)?
    /// Milliseconds that most sessions last.
    static let sessionLength: Int64 = 240
    /// The most copies of disks that come by chance.
    static let clonesMax = 2

    init(devices: [Int], faults: FaultPlan, seed: UInt64, chance: Chance) {
        self.devices = devices
        self.faults = faults
        self.seed = seed
        self.chance = chance
    }

    /// From an hour to a year, in which people work, in order of time.
    mutating func events(_ count: Int) -> [Event] {
        let span = [Scenario.hour, Scenario.day, 30 * Scenario.day, 365 * Scenario.day]
        let length = chance.pick(span) ?? Scenario.day
        let times = (0..<count).map { _ in Int64.random(in: 0..<length, using: &chance) }.sorted()
        // Some come later: until then nothing that names them happens.
        let joins = (1...devices.count).dropFirst().filter { _ in chance.below(4) == 0 }.map {
            (at: Int64.random(in: 0..<length, using: &chance), action: Action.join($0))
        }
        let drawn =
            joins
            + times.map { time in
                if chance.below(4) == 0, let fault = fault(at: time) { return fault }
                let action = work()
                if case .sync(let client, let peer) = action {
                    lastSync = (time, chance.below(2) == 0 ? client : peer)
                }
                return (at: time, action: action)
            }
        // Numbered behind all others, which keep their numbers, and what they draw by them.
        var scene = Scene(devices: devices, faults: faults, chance: chance)
        let scenes = scene.events(until: length)
        let later =
            Scene.erasures(of: devices, faults, seed: seed, until: length)
            + Scene.revocations(of: devices, seed: seed, until: length)
        let all =
            numbered(drawn, from: 0) + numbered(scenes, from: drawn.count)
            + numbered(later, from: drawn.count + scenes.count)
        return
            all
            .sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// Events in order of time.
    private func numbered(_ drawn: [(at: Int64, action: Action)], from first: Int) -> [Event] {
        drawn.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .enumerated().map { id, drawn in
                Event(id: first + id, at: drawn.element.at, action: drawn.element.action)
            }
    }

    private mutating func work() -> Action {
        let device = 1 + chance.below(devices.count + clones)
        if editions < 2, chance.below(30) == 0 {
            editions += 1
            return .defineSpecimen(edition: editions)
        }
        switch chance.below(33) {
        case 0..<6: return .save(device)
        case 6..<8: return .importRows(device, rows: 2 + chance.below(8))
        case 8..<16: return .edit(device, fromForm: chance.below(3) == 0)
        case 16: return .delete(device, fromForm: chance.below(3) == 0)
        case 17..<19: return .decide(device)
        case 19..<21: return .resolve(device)
        case 21..<23: return .openForm(device)
        case 23..<26: return .sync(device, with: peer(of: device))
        case 26..<29: return .writeSpecimen(device)
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

    /// A fault at `time`, or while the last sync is under way: sessions are short, and would hardly
    /// ever be struck by something that comes at any time.
    private mutating func fault(at time: Int64) -> (at: Int64, action: Action)? {
        if let lastSync, chance.below(2) == 0 {
            let delay = Int64.random(in: 1..<Self.sessionLength, using: &chance)
            return fault(at: lastSync.replica).map { (lastSync.at + delay, $0) }
        }
        return fault(at: chance.below(1 + devices.count + clones)).map { (time, $0) }
    }

    private mutating func fault(at device: Int) -> Action? {
        let other = chance.below(devices.count + 1)
        // A rollback twice, as every other one only takes the image.
        let candidates: [Fault] = [
            .partition, .oneWayPartition, .flapping, .rollback, .rollback, .clone, .clock, .away,
            .byzantine,
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
        case .rollback:
            // What has no image cannot be put back.
            if chance.below(2) == 0, let other = chance.pick(imaged) { return .restore(other) }
            imaged.append(device)
            return .image(device)
        case .clone:
            // The hub is one: a second one would have to be told apart by its certificate.
            guard clones < Self.clonesMax, (1...devices.count).contains(device) else { return nil }
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
        case .byzantine:
            // The hub's own word cannot be forged by itself: it is what everybody takes it for.
            guard device > 0, let misdeed = chance.pick(Misdeed.byChance) else { return nil }
            return .misbehave(device, misdeed)
        case .loss, .duplication, .delay, .cut, .crashBeforeCommit, .crashAfterCommit,
            .newerProgram, .olderProgram, .diskError, .diskFull, .kill, .pause:
            return nil
        }
    }
}
