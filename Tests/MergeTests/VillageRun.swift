import CausalCore
import Foundation
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import SimulationKit
import TestSupport

/// A village at work: four devices of one site, the hub and a device of another site, over real files.
///
/// People add, edit, save forms that were drawn long ago, delete, settle conflicts and import; devices
/// meet in any pairs; disks are imaged and put back; clocks are wrong. All of it is drawn from a seed.
struct VillageRun {
    let village: Village
    /// The devices of the site.
    let devices: [TestReplica]
    /// What must be in the hub's log at the end: the words that each write was given, and what it did.
    private(set) var due: [String: Set<[Mutation]>] = [:]
    /// What happened, for a seed that fails.
    private(set) var story: [String] = []

    private var chance: SeededGenerator
    private var writes = 0
    private var hubArrival: Int64 = 0
    private var tokens: [Int: [String]] = [:]
    private var images: [Int: String] = [:]
    private var edition = 0
    private var specimens: [RecordID] = []

    /// 40 seeds; `ZSSYNC_SEEDS=100..300` runs others.
    static let seeds: Range<UInt64> = {
        let bounds = (ProcessInfo.processInfo.environment["ZSSYNC_SEEDS"] ?? "")
            .split(separator: "..").compactMap { UInt64($0) }
        return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : 0..<40
    }()

    /// 120 steps; `ZSSYNC_STEPS=400` runs more.
    static let steps =
        ProcessInfo.processInfo.environment["ZSSYNC_STEPS"].flatMap { Int($0) } ?? 120

    /// What the foreign device must never hold a byte of.
    static let canary = "金丝雀"

    init(seed: UInt64) throws {
        village = try Village(seed: seed, others: 2)
        devices = [village.a, village.b] + village.others
        chance = SeededGenerator(seed: seed)
        specimens = (0..<3).map {
            RecordID(millisecondsSince1970: 5, random: (seed, UInt64($0)))
        }
    }

    private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &chance) }

    private mutating func pick<Element>(_ list: [Element]) -> Element? {
        list.randomElement(using: &chance)
    }

    /// Runs `count` random steps; then everybody syncs until nothing moves, or throws.
    mutating func run(steps count: Int) throws {
        for _ in 0..<count { try step() }
        for device in devices { try note(device) }
        try settle()
    }

    private mutating func step() throws {
        let number = draw(devices.count)
        let device = devices[number]
        switch draw(40) {
        case 0..<7: try write(device, "add") { try Self.add(&$1, $0, tag: $2) }
        case 7..<9:
            try write(device, "import") { replica, chance, tag in
                for _ in 0..<10 { try Self.add(&chance, replica, tag: tag) }
            }
        case 9..<18:
            let base = draw(3) == 0 ? pick(tokens[number] ?? []) : nil
            try write(device, base == nil ? "edit" : "stale edit") {
                try Self.edit(&$1, $0, base: base, tag: $2)
            }
        case 18..<20:
            let base = draw(3) == 0 ? pick(tokens[number] ?? []) : nil
            try write(device, "delete") { try Self.delete(&$1, $0, base: base, tag: $2) }
        case 20..<23:
            let record = pick(specimens)
            try write(device, "specimen") { replica, chance, tag in
                guard let record else { return }
                _ = try replica.write(
                    Edit(
                        kind: Specimen.name, record: record, scope: .site(replica.identity.site),
                        mutations: Specimen.mutations(&chance), actor: "clerk", reason: tag))
            }
        case 23..<26: try write(device, "resolve") { try Self.resolve(&$1, $0, tag: $2) }
        case 26..<28:
            tokens[number, default: []].append(
                try device.read { try $0.baseToken(of: .site($0.identity.site)) })
        case 28..<33: try sync(number, with: nil)
        case 33..<36: try sync(number, with: draw(devices.count))
        case 36:
            story.append("\(device.identity.label) image")
            images[number] = try device.image()
        case 37 where draw(2) == 0:
            guard let image = images[number] else { return }
            story.append("\(device.identity.label) restore")
            try device.restore(image)
        case 38: device.clock = pick([0, 1_780_000_000_000, 4_070_908_800_000]) ?? 0
        case 39 where edition < 2 && draw(3) == 0:
            edition += 1
            let kind = try Specimen.kind(edition: edition)
            story.append("hub defines edition \(edition)")
            try village.hub.write { try $0.define(kind) }
        default: try village.c.sync(with: draw(2) == 0 ? village.hub : device)
        }
    }

    private mutating func write(
        _ device: TestReplica, _ what: String,
        _ work: (Replica, inout SeededGenerator, String) throws -> Void
    ) throws {
        writes += 1
        let tag = "w\(writes)"
        story.append("\(device.identity.label) \(what) \(tag)")
        do {
            try device.write { try work($0, &chance, tag) }
        } catch is EngineError {
            // What a person is told: the record has gone, the token is not held, a rule says no.
            story.append("  refused")
        }
    }

    private mutating func sync(_ number: Int, with other: Int?) throws {
        guard other != number else { return }
        let (one, two) = (devices[number], other.map { devices[$0] } ?? village.hub)
        let (first, second) = draw(2) == 0 ? (one, two) : (two, one)
        let refusals = try first.sync(with: second)
        story.append(
            "sync \(first.identity.label) \(second.identity.label) \(refusals.map(\.code))")
        try note(village.hub)
        try Self.compare(one, two)
    }

    /// Equal frontiers, equal digests: at any time.
    static func compare(_ one: TestReplica, _ two: TestReplica) throws {
        let heads = { (replica: TestReplica, peer: TestReplica) in
            try replica.read { replica in
                try replica.sharedHeads(with: peer.member).map {
                    ($0, try replica.store.stateSum(of: $0.scope))
                }
            }
        }
        let theirs = try heads(two, one)
        for (mine, sum) in try heads(one, two) {
            guard let other = theirs.first(where: { $0.0 == mine }) else { continue }
            guard other.1 == sum else { throw Broken(what: "digest of \(mine.scope)") }
        }
    }

    /// Remembers what `replica` holds: of the hub, all that it ever held.
    private mutating func note(_ replica: TestReplica) throws {
        let isHub = replica.identity.isHub
        let found = try replica.read { replica in
            try replica.store.entries(after: isHub ? hubArrival : 0, limit: 1_000_000)
        }
        if isHub { hubArrival = found.last?.arrival ?? hubArrival }
        for (tag, mutations) in try Self.words(found) { due[tag, default: []].insert(mutations) }
    }

    static func words(_ entries: [LoggedEntry]) throws -> [(String, [Mutation])] {
        try entries.compactMap { logged in
            guard let bytes = logged.entry.body else { return nil }
            var mutations: [Mutation] = []
            let body = try bytes.withUnsafeBytes { salted in
                try BodyOutline.read(salted: salted) { mutations.append($0.mutation) }
            }
            return (body.reason, mutations)
        }
    }

    /// Everybody syncs with the hub until nobody has anything new.
    private mutating func settle() throws {
        for round in 1...8 {
            var isQuiet = true
            for device in devices + [village.c] {
                let before = try device.read { try $0.store.lastArrival() }
                let hubBefore = try village.hub.read { try $0.store.lastArrival() }
                let refusals = try device.sync(with: village.hub)
                let after = try device.read { try $0.store.lastArrival() }
                let hubAfter = try village.hub.read { try $0.store.lastArrival() }
                if before != after || hubBefore != hubAfter || !refusals.isEmpty {
                    isQuiet = false
                    story.append(
                        "round \(round) \(device.identity.label) \(refusals.map(\.message))")
                }
            }
            if isQuiet { return }
        }
        throw Broken(what: "eight rounds with the hub and no end")
    }

    /// A law that did not hold.
    struct Broken: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }
}
