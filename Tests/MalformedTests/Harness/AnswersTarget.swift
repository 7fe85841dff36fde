import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// A device that syncs with a peer, or with what it takes for its hub, and gets the answers that the bytes
/// say.
///
/// Nothing may trap or throw but a refusal; the device must pass its own check; nothing that was written
/// there may be gone; and with the true hub it must come to the same afterwards.
enum AnswersTarget {
    /// Sessions with the true hub that must be enough: a branch that a liar brought comes out, is written
    /// anew, and goes back.
    private static let sessionsMax = 6

    static func run(_ bytes: [UInt8]) throws {
        var script = ByteScript(bytes)
        let stage = Stage.shared
        let (hub, device) = try stage.copy()
        let written = try device.saves()
        let isHub = script.flag()
        var liar = Liar(
            isHub ? hub.member : stage.attackerMember, answering: device, hub: hub,
            attacker: Attacker(key: stage.attacker, hub: device))
        for _ in 0..<3 where !script.isAtEnd {
            try refusable("a session with a liar") { try session(device, &liar, &script) }
        }
        try Law.holds(
            written.isSubset(of: device.saves(withThoseAside: true)), "what was written is gone")
        try SessionLaw.checkSound(device, empty: stage.empty)
        try Law.certain("syncing with the true hub") {
            var sessions = 0
            while try !StagedSession.run(device, with: hub) {
                sessions += 1
                try Law.holds(sessions < Self.sessionsMax, "a few sessions are enough")
            }
        }
        try Law.holds(written.isSubset(of: hub.saves()), "what was written never reached the hub")
        try SessionLaw.checkSound(hub, empty: stage.empty)
        try SessionLaw.checkSame(hub, device)
    }

    private static func session(
        _ device: StagedReplica, _ liar: inout Liar, _ script: inout ByteScript
    ) throws {
        let peer = liar.member
        try device.sign()
        var comparison = try device.read { try $0.comparison(with: peer) }
        var answer = try liar.frontiers(&script)
        if comparison.asksAgain(after: answer) {
            comparison = try device.read { try $0.comparison(with: peer, tellsNews: false) }
            answer = try liar.frontiers(&script)
        }
        var differences = try device.write {
            try $0.differences(answer, from: peer, to: comparison)
        }
        for _ in 0..<StagedSession.roundsMax where !differences.toFetch.isEmpty {
            let intake = try StagedSession.take(
                liar.segments(&script), at: device, from: peer)
            let closing = try liar.closing(&script)
            try device.write { one in
                _ = try one.compare(closing.states, with: peer)
                try one.advance(
                    &differences, isComplete: closing.complete, progress: intake.progress,
                    refusals: intake.refusals, from: peer)
            }
            try device.sign()
        }
        _ = try device.read { try $0.plans(for: differences.toPush, to: peer) }
        let last = try liar.changes(&script)
        _ = try device.write { try $0.note(last, from: peer) }
    }

    private static func refusable(_ what: String, _ work: () throws -> Void) throws {
        _ = try Law.typed(WireError.self, what) { do { try work() } catch is Refusal {} }
    }
}

extension StagedReplica {
    /// Signs what was written.
    func sign() throws {
        try write { one in
            for scope in try one.unsignedScopes() { try one.signCheckpoints(in: scope) }
        }
    }

    /// The bodies of all that the villages' logs hold, of public copies too.
    func saves(withThoseAside isAsideToo: Bool = false) throws -> Set<[UInt8]> {
        try read { one in
            let logged = try one.store.entries(after: 0, limit: 1_000_000).map(\.entry)
            return Set((logged + (isAsideToo ? try one.entriesAside() : [])).compactMap(\.body))
        }
    }
}
