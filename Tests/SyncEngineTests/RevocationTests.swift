import CausalCore
import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol
import TestSupport
import Testing

@Suite("Revocation")
struct RevocationTests {
    private let village: Village

    init() throws { village = try Village(others: 1) }

    private func revoke(_ replica: TestReplica) throws -> Int? {
        try village.hub.write {
            try $0.revoke(replica.member.device, actor: "操作员", reason: "电脑被盗")
        }
    }

    @Test(
        "what a revoked device wrote beyond the cut-off goes, and what others wrote upon it stays")
    func cutoff() throws {
        let (hub, stolen, b, d) = (village.hub, village.a, village.b, village.others[0])
        let kept = try stolen.add("person", ["name": .text("甲")])
        for device in [stolen, b, d] { try device.sync(with: hub) }
        #expect(try revoke(stolen) == 1)
        #expect(try revoke(stolen) == nil)

        // Its neighbour has not heard of that, and goes on from what it says.
        let beyond = try stolen.add("person", ["name": .text("乙")])
        try stolen.set(kept, ["phone": .text("13800138000")])
        try b.sync(with: stolen)
        let own = try b.add("person", ["name": .text("丙")])
        try b.set(kept, ["risk_level": .text("key")])
        try b.set(beyond, ["risk_level": .text("high")])
        try d.sync(with: b)
        #expect(try d.values(beyond) != nil)

        for _ in 0..<2 { for device in [b, d] { try device.sync(with: hub) } }
        for replica in [hub, b, d] {
            #expect(try replica.values(kept)?["phone"] == nil)
            #expect(try replica.values(kept)?["risk_level"] == .text("key"))
            #expect(try replica.values(own) != nil)
            // Somebody else had written to it, and that stays.
            #expect(try replica.values(beyond)?["name"] == nil)
            #expect(try replica.values(beyond)?["risk_level"] == .text("high"))
            #expect(try replica.digests() == hub.digests())
            #expect(try replica.read { try $0.verifyLog() }.damage == [])
            #expect(try replica.read { try $0.holdsWhatCounts(of: stolen.member.device) })
        }
        #expect(try stolen.values(beyond)?["name"] == .text("乙"))
    }

    @Test("it reaches every replica by any route: from device to device, without the hub")
    func relayed() throws {
        let (hub, stolen, b, d) = (village.hub, village.a, village.b, village.others[0])
        for device in [stolen, b, d] { try device.sync(with: hub) }
        _ = try stolen.add("person", ["name": .text("乙")])
        try d.sync(with: stolen)
        _ = try revoke(stolen)
        try b.sync(with: hub)
        try d.sync(with: b)
        #expect(try d.read { try $0.isRevoked(stolen.member.device) })
        #expect(try d.read { try $0.holdsWhatCounts(of: stolen.member.device) })
        let refusals = try d.sync(with: stolen)
        #expect(refusals.first?.code == .notPermitted)
    }

    @Test("only the hub revokes, not itself, and only what is the id of a device")
    func permission() throws {
        let device = village.b.member.device
        #expect(throws: EngineError.notPermitted(.control)) {
            try village.a.write { try $0.revoke(device, actor: "甲", reason: "") }
        }
        #expect(throws: EngineError.notPermitted(.control)) { _ = try revoke(village.hub) }
        #expect(throws: EngineError.noSuchDevice("x")) {
            try village.hub.write { try $0.revoke("x", actor: "操作员", reason: "") }
        }
        #expect(try !village.hub.read { try $0.isRevoked(device) })
    }

    @Test("records of orders are written by nobody's hand", arguments: ["revocation", "erasure"])
    func orders(kind: String) throws {
        #expect(throws: EngineError.isOrder(kind)) {
            try village.hub.write {
                try $0.add(Draft(kind: kind, values: ["device": .text("x")], actor: "操作员"))
            }
        }
    }
}
