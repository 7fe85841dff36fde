import DeviceIdentity
import RecordModel
import ReplicaStore
import SyncEngine

/// The replicas of a scenario: the hub, which is number 0, and the devices of the villages.
final class World {
    /// What a right clock shows at the beginning: milliseconds since 1970.
    static let epoch: Int64 = 1_780_000_000_000

    private var replicas: [SimulatedReplica] = []
    /// What each device's certificate says, by the device.
    private(set) var certificates: [String: DeviceCertificate] = [:]
    /// Those that have not joined yet.
    private var late: [Int: DeviceCertificate] = [:]
    /// What was copied from which: a clone's number is that of no device of its own.
    private(set) var clones: [Int: SimulatedReplica] = [:]
    private let seed: UInt64
    private let tier: Tier

    var hub: SimulatedReplica { replicas[0] }

    /// All that are there, by number.
    var all: [SimulatedReplica] {
        replicas.filter { late[$0.number] == nil } + clones.sorted { $0.key < $1.key }.map(\.value)
    }

    /// A city in which everybody has joined and holds the registry, but for those that join later.
    init(_ scenario: Scenario, template: Template, tier: Tier) throws {
        seed = scenario.seed
        self.tier = tier
        let identities = try Self.identities(of: scenario)
        let issued = try template.certificates(identities)
        for certificate in issued { certificates[certificate.device.text] = certificate }
        for case .join(let number) in scenario.events.map(\.action)
        where issued.indices.dropFirst().contains(number) {
            late[number] = issued[number]
        }
        let findings = SharedFindings()
        replicas = try identities.enumerated().map { number, identity in
            SimulatedReplica(
                number: number, identity: identity,
                disk: try tier.makeDisk(copying: template.medium(of: tier), seed: scenario.seed),
                kinds: template.kinds, seed: scenario.seed,
                program: Self.program(number, in: scenario), findings: findings)
        }
        try hub.write(at: 0) { replica in
            for (number, certificate) in issued.enumerated() where late[number] == nil {
                try replica.register(certificate)
            }
        }
    }

    /// The program that the replica of that number runs.
    private static func program(_ number: Int, in scenario: Scenario) -> SimulatedProgram {
        var chance = Chance(seed: scenario.seed, .identity, event: 2_000_000 + number)
        if chance.happens(scenario.faults[.newerProgram]) { return .newer }
        return chance.happens(scenario.faults[.olderProgram]) ? .older : .current
    }

    /// The hub's identity, then those of the devices.
    private static func identities(of scenario: Scenario) throws -> [ReplicaIdentity] {
        var chance = Chance(seed: scenario.seed, .identity)
        let keys = try (0...scenario.devices.count).map { _ in try key(&chance) }
        return keys.enumerated().map { number, key in
            ReplicaIdentity(
                key: key, site: number == 0 ? .hub : City.site(scenario.devices[number - 1]),
                roles: number == 0 ? [.hub] : City.roles(of: number - 1),
                label: number == 0 ? "hub" : "device \(number)", hubPublicKey: keys[0].publicKey)
        }
    }

    /// The replica of that number; nil where it is not there, or not yet.
    subscript(number: Int) -> SimulatedReplica? {
        guard late[number] == nil else { return nil }
        return replicas.indices.contains(number) ? replicas[number] : clones[number]
    }

    /// The certificate of a device that has not joined yet; nil for any other.
    func certificate(ofLate number: Int) -> DeviceCertificate? { late[number] }

    /// Lets a device in that has been late.
    func admit(_ number: Int) { late[number] = nil }

    /// Puts an image in the place of a disk.
    func restore(_ replica: SimulatedReplica, _ image: SimulatedMedium) throws {
        try replica.restore(image, tier)
    }

    /// A second machine with a copy of one replica's disk.
    func clone(_ original: SimulatedReplica, as number: Int) throws {
        guard self[number] == nil else { return }
        let copy = SimulatedReplica(
            number: number, identity: original.identity, disk: original.disk,
            kinds: original.kinds, seed: seed, program: original.program,
            findings: original.findings)
        // From here on its disk is its own.
        try copy.restore(original.disk.medium, tier)
        original.disasters += 1
        clones[number] = copy
    }

    private static func key(_ chance: inout Chance) throws -> DeviceKey {
        // Below 2^255, and so below the order of the curve.
        try DeviceKey(rawBytes: (0..<32).map { _ in UInt8.random(in: 1..<128, using: &chance) })
    }
}
