import CausalCore
import DeviceIdentity
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// A hub that a device with a good certificate sends what the bytes say, message after message.
///
/// Nothing may trap or throw but a refusal; what the hub then holds must pass its own check; and what
/// others write must go on, and come to the same records everywhere.
enum SessionTarget {
    static func run(_ bytes: [UInt8]) throws {
        var script = ByteScript(bytes)
        let stage = Stage.shared
        let (hub, honest) = try stage.copy()
        var attacker = Attacker(key: stage.attacker, hub: hub)
        var steps = 0
        while !script.isAtEnd, steps < 12 {
            steps += 1
            switch script.byte() {
            case 240...: try sendBytes(script.chunk(), to: hub, from: stage.attackerMember)
            case 225...: try ask(&script, hub, stage.attackerMember)
            case 205...: try work(&script, hub)
            case 200...: _ = try Law.certain("what others write") { try honest.push(to: hub) }
            case 198...: try tellNews(&script, &attacker, hub, stage.attackerMember)
            case 196...: try order(&script, hub, stage.attackerMember)
            default:
                let segment = try attacker.segment(&script)
                let wire = try Law.certain("a segment on the wire") { try segment.wire() }
                try send(wire, to: hub, from: stage.attackerMember)
            }
        }
        try SessionLaw.check(hub: hub, honest: honest, empty: stage.empty)
    }

    private static func send(
        _ wire: WireSegment, to hub: StagedReplica, from peer: Member
    ) throws {
        var intake = SegmentIntake()
        var batch = intake.take(wire)
        while let segments = batch ?? intake.next() {
            let before = try hub.read { try $0.store.changeCount() }
            let receipts = try Law.certain("receiving") {
                try hub.write { one in try segments.map { try one.receive($0, from: peer) } }
            }
            intake.note(receipts, of: segments)
            if receipts.allSatisfy({ if case .refused = $0 { true } else { false } }) {
                let after = try hub.read { try $0.store.changeCount() }
                try Law.holds(before == after, "a refusal leaves nothing behind: \(receipts)")
            }
            batch = nil
        }
        _ = try Law.certain("the answer to a push") {
            try hub.read {
                try $0.changesAnswer(to: peer, of: intake.scopes, refusals: intake.refusals)
            }
        }
    }

    /// Raw bytes, as each of the messages that a route takes.
    private static func sendBytes(
        _ bytes: [UInt8], to hub: StagedReplica, from peer: Member
    ) throws {
        if let wire = try? WireSegment(serializedBytes: bytes) {
            try send(wire, to: hub, from: peer)
        }
        if let request = try? WireFrontiersRequest(serializedBytes: bytes) {
            try answer(request, hub, peer)
        }
        if let answer = try? WireChangesAnswer(serializedBytes: bytes) {
            try refusable("noting an answer") { try hub.write { try $0.note(answer, from: peer) } }
        }
        if let answer = try? WireFrontiersAnswer(serializedBytes: bytes) {
            try refusable("comparing") {
                try hub.write {
                    try $0.differences(answer, from: peer, to: $0.comparison(with: peer))
                }
            }
        }
    }

    /// A question about feeds that are there, and numbers that need not be.
    private static func ask(
        _ script: inout ByteScript, _ hub: StagedReplica, _ peer: Member
    ) throws {
        var request = WireFrontiersRequest()
        request.versions = [UInt32(script.below(3))]
        for _ in 0..<script.below(4) {
            let scope = Attacker.scopes[script.below(Attacker.scopes.count)]
            var heads = try hub.read { try $0.heads(of: scope) }.wire
            for index in heads.heads.indices where script.flag() {
                heads.heads[index].seq = script.flag() ? script.number() : UInt64(script.below(4))
                if script.flag() { heads.heads[index].hashPrefix = .init(script.bytes(8)) }
            }
            request.frontiers.append(heads)
        }
        try answer(request, hub, peer)
    }

    /// Changes that come with a question, their checkpoints without a hash or with one, and a digest that
    /// need not be right.
    private static func tellNews(
        _ script: inout ByteScript, _ attacker: inout Attacker, _ hub: StagedReplica, _ peer: Member
    ) throws {
        var request = WireFrontiersRequest()
        request.versions = [1]
        for _ in 0...script.below(3) {
            let segment = try attacker.segment(&script)
            let isHashed = script.flag()
            request.segments.append(
                try Law.certain("news on the wire") {
                    try isHashed ? segment.wire() : segment.wireWithoutHash()
                })
        }
        // Else what the hub would come to, so that it looks further.
        let fitting = try? hub.read {
            try $0.digest(after: request.segments.map(Segment.init))
        }
        request.newsDigest = .init(script.flag() ? fitting ?? [] : script.bytes(16))
        try answer(request, hub, peer)
    }

    private static func answer(
        _ request: WireFrontiersRequest, _ hub: StagedReplica, _ peer: Member
    ) throws {
        let digest = [UInt8](request.newsDigest)
        try refusable("news") {
            _ = try hub.read { try $0.check(request, of: peer) }
            let segments = try request.segments.map(Segment.init)
            return try hub.write { try $0.receive(news: segments, digest: digest, from: peer) }
        }
        try refusable("answering") {
            try hub.read { try $0.answer(request, of: peer, renew: false) }
        }
        try refusable("sending what is missing") {
            try hub.read { one in
                let theirs = try request.frontiers.map(ScopeHeads.init)
                return try one.plans(for: theirs, to: peer).prefix(20).map {
                    try one.segment($0).wire()
                }
            }
        }
    }

    /// What people at the hub do with what has come.
    private static func work(_ script: inout ByteScript, _ hub: StagedReplica) throws {
        let id = RecordID(high: 1_780, low: UInt64(script.below(5)))
        let decision: Decision = script.flag() ? .take(script.below(4)) : .value(.text("定"))
        let choice = script.below(3)
        _ = try Law.typed(EngineError.self, "work at the hub") {
            try hub.write { one in
                if choice == 0, let row = try one.store.conflicts(onlyOpen: true).first {
                    _ = try one.resolve(row.id.hex, decision, actor: "hub", reason: "")
                    return
                }
                guard let place = try one.store.place(of: id, among: one.kinds) else { return }
                if choice == 1 {
                    try one.delete(id, at: place, base: nil, actor: "hub", reason: "")
                } else {
                    _ = try one.edit(
                        Draft(kind: place.kind, values: ["title": .text("丙")], actor: "hub"),
                        of: place, id)
                }
            }
        }
    }

    /// What its operator orders in the middle of that: records are erased, and now and then the device
    /// is revoked, and goes on all the same.
    private static func order(
        _ script: inout ByteScript, _ hub: StagedReplica, _ attacker: Member
    ) throws {
        let id = RecordID(high: 1_780, low: UInt64(script.below(5)))
        let revokes = script.below(4) == 0
        guard let site = SiteID(Stage.site) else { return }
        try Law.certain("an order of the hub") {
            try hub.write { one in
                if revokes {
                    _ = try one.revoke(attacker.device, actor: "hub", reason: "")
                } else {
                    try one.erase(id, of: site, actor: "hub", reason: "")
                }
            }
        }
    }

    private static func refusable<Result>(_ what: String, _ work: () throws -> Result) throws {
        _ = try Law.typed(WireError.self, what) { () -> Result? in
            do { return try work() } catch is Refusal { return nil }
        }
    }
}
