import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
@testable import SimulationKit
import SyncEngine
import SyncProtocol
import Testing

/// One replica on a disk whose power fails and whose calls do: every call of one save is struck once.
@Suite("A disk that does not do as it is told", .serialized)
struct PowerLossTests {
    /// More calls than a save makes, so that each is struck; a call past the end strikes nothing.
    private static let calls = 1...60

    @Test(
        "power that fails in any call of a save loses nothing that was saved before",
        arguments: 0..<4 as Range<UInt64>)
    func powerFails(seed: UInt64) throws {
        var isWhole = 0
        for call in Self.calls {
            let machine = try Machine(seed: seed)
            let before = try (0..<3).map { try machine.save("先\($0)") }
            machine.replica.diskFault = .powerFails(calls: call)
            let returned = try? machine.save("后")
            try machine.replica.losePower(seed: seed &* 100 &+ UInt64(call))
            let held = try machine.held()
            #expect(held.isSuperset(of: before), "call \(call)")
            if let returned { #expect(held.contains(returned), "call \(call)") }
            #expect(held.count <= before.count + 1)
            isWhole += held.count - before.count
            #expect(try machine.damage() == [])
            // Its feed goes on where it was: nothing is written under a name that was given already.
            try machine.save("再")
            #expect(try machine.damage() == [])
        }
        // Both ends of a commit were met.
        #expect(0 < isWhole && isWhole < Self.calls.count)
    }

    @Test(
        "a call that fails stores nothing by halves, and the next save works",
        arguments: [
            { DiskFault.writeFails(calls: $0) }, { .isFull(calls: $0) }, { .readFails(calls: $0) },
        ] as [@Sendable (Int) -> DiskFault])
    func callFails(fault: @Sendable (Int) -> DiskFault) throws {
        var failures = 0
        for call in Self.calls {
            let machine = try Machine(seed: 1)
            let first = try machine.save("先")
            // With nothing in memory, so that there is something to read.
            try machine.replica.losePower(seed: 3)
            machine.replica.diskFault = fault(call)
            var expected: Set<RecordID> = [first]
            do { expected.insert(try machine.save("后")) } catch Interruption.diskFailed {
                failures += 1
            }
            #expect(try machine.held() == expected, "call \(call)")
            expected.insert(try machine.save("再"))
            #expect(try machine.held() == expected, "call \(call)")
            try machine.replica.losePower(seed: 7)
            #expect(try machine.held() == expected, "call \(call)")
            #expect(try machine.damage() == [])
        }
        #expect(failures > 0)
    }

    #if PLANTED_BUGS
        @Test("commits that are not synced are lost, or this would prove nothing")
        func withoutSync() throws {
            PlantedBug.active = .syncsSeldom
            defer { PlantedBug.active = nil }
            let lost = { (checkpointPages: Int32) in
                let machine = try Machine(seed: 1, checkpointPages: checkpointPages)
                // The first transaction after a start empties the log, which syncs.
                _ = try machine.save("起")
                let saved = Set(try (0..<50).map { try machine.save("第\($0)") })
                try machine.replica.losePower(seed: 4)
                return saved.subtracting(try machine.held()).count
            }
            #expect(try lost(10_000) == 50)
            // Writing the log back into the file syncs both: that it is met shows here.
            #expect(try lost(8) < 50)
        }
    #endif

    /// A device with a disk of its own.
    private struct Machine {
        let replica: SimulatedReplica

        init(seed: UInt64, checkpointPages: Int32 = 8) throws {
            let template = try Template()
            let key = DeviceKey()
            replica = SimulatedReplica(
                number: 1,
                identity: ReplicaIdentity(
                    key: key, site: City.site(0), roles: [.clerk], label: "machine",
                    hubPublicKey: key.publicKey),
                disk: try PowerLossDisk(
                    copying: template.medium(of: .disk).sqlite(),
                    checkpointPages: checkpointPages),
                kinds: template.kinds, seed: seed, program: .current,
                findings: SharedFindings())
        }

        @discardableResult
        func save(_ name: String) throws -> RecordID {
            try replica.write(at: 0) {
                try $0.add(
                    Draft(
                        kind: "person", values: ["name": .text(name)], actor: "clerk",
                        reason: name))
            }
        }

        func held() throws -> Set<RecordID> {
            try replica.read(at: 0) { replica in
                let entries = try replica.store.entries(after: 0, limit: 1_000)
                let scope = Scope.site(replica.identity.site)
                let feeds = Set(try replica.store.feeds(in: scope).map(\.number))
                return Set(
                    try entries.filter { feeds.contains($0.feed) }.map {
                        try FeedCursor.outline(of: $0.entry.header).record
                    })
            }
        }

        func damage() throws -> [String] {
            try replica.read(at: 0) { try $0.verifyLog() }.damage.map { "\($0)" }
        }
    }
}
