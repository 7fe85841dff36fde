import CausalCore
import Foundation
import RecordModel
import ReplicaStore
import SimulationKit
import SyncEngine

// Syncs over lines that fail, between processes that are killed and held still.
extension ProcessRun {
    /// One sync that is under way.
    private struct Session {
        let client: ProcessReplica
        let running: RunningProgram
        var isKilled = false
    }

    /// One device syncs with the hub, at times beside another that does, or with another device.
    func sync(_ event: Event, client: Int, peer: Int) throws {
        guard client != peer, let device = replicas[client], let other = replicas[peer],
            other.awayUntil <= now, !device.isHub
        else { return }
        var chance = Chance(seed: scenario.seed, .network, event: event.id)
        guard other.isHub else { return try sync(device, withPeer: other, &chance) }
        var sessions = [try begin(device, &chance)]
        let others = devices.filter { $0.number != client && $0.awayUntil <= now }
        // Those that share a directory's line, as copies do, do not call at once.
        if chance.below(3) == 0, let second = chance.pick(others), second.line !== device.line {
            sessions.append(try begin(second, &chance))
        }
        usleep(UInt32(chance.below(200_000)))
        try strikeHub(&chance)
        for number in sessions.indices where chance.happens(scenario.faults[.kill] / 2) {
            // One that had ended before has said what came of it.
            sessions[number].isKilled = sessions[number].running.murder()
            if sessions[number].isKilled { strike(.kill) }
        }
        for session in sessions { try finish(session) }
        if serving == nil {
            try serve()
            try checkAfterKill(of: hub)
        }
    }

    private func begin(_ device: ProcessReplica, _ chance: inout Chance) throws -> Session {
        device.line?.set(condition(from: device.number, to: 0, &chance))
        return Session(
            client: device, running: try start(["sync", "--format", "ndjson"], on: device))
    }

    private func strikeHub(_ chance: inout Chance) throws {
        if chance.happens(scenario.faults[.kill] / 2) {
            try killHub()
            strike(.kill)
        } else if chance.happens(scenario.faults[.pause]) {
            if serving?.pause(microseconds: UInt32(chance.below(300_000))) == true {
                strike(.pause)
            }
        }
    }

    private func finish(_ session: Session) throws {
        let run = session.running.end()
        if session.isKilled {
            return try checkAfterKill(of: session.client)
        }
        try check(run, of: ["sync"])
        guard run.status == 0, run.objects.first?["acknowledged"] as? Bool == true else { return }
        try note(acknowledgementTo: session.client)
    }

    /// What a device was told that the hub holds.
    private func note(acknowledgementTo device: ProcessReplica) throws {
        let member = try hub.read { $0.identity.member }
        let (heads, isWaiting) = try device.read { one in
            (try one.sharedHeads(with: member), try one.waitingCount() > 0)
        }
        guard !isWaiting else { return }
        for head in heads {
            acknowledged[head.scope, default: VersionVector()].formUnion(head.vector)
        }
        try checkDurability()
    }

    /// I6, of the hub as it is.
    func checkDurability() throws {
        let shutOut = try hub.disasters == 0 ? [] : feedsOfRevoked()
        try hub.read {
            try Examination.checkDurability(of: acknowledged, in: $0, unless: shutOut)
        }
    }

    private func feedsOfRevoked() throws -> Set<ReplicaID> {
        Set(
            try replicas.values.flatMap { one in
                try one.read { replica in
                    let device = replica.identity.member.device
                    return revoked.contains(device)
                        ? try replica.store.feeds(ofDevice: device).map(\.replica) : []
                }
            })
    }

    /// What becomes of a line that is used now.
    private func condition(
        from: Int, to: Int, _ chance: inout Chance
    ) -> FaultyLine.Condition {
        if cuts.contains(where: { $0.from == from && $0.to == to && $0.until > now }) {
            return .down
        }
        if cuts.contains(where: { $0.from == to && $0.to == from && $0.until > now }) {
            return .deaf(after: chance.below(chance.pick([3_000, 6_000]) ?? 1))
        }
        if chance.happens(scenario.faults[.cut]) {
            strike(.cut)
            // Within the handshake, among the first messages, or anywhere.
            let (first, span) =
                chance.pick([(1, 4_000), (3_000, 3_000), (3_000, 40_000)]) ?? (1, 1)
            return .cut(after: first + chance.below(span))
        }
        if chance.happens(scenario.faults[.delay]) {
            strike(.delay)
            return .slow(milliseconds: 1 + Int64(chance.below(40)))
        }
        return .open
    }

    /// Two devices of a village without the hub: one runs a node that listens, the other calls it.
    private func sync(
        _ device: ProcessReplica, withPeer other: ProcessReplica, _ chance: inout Chance
    ) throws {
        let port = try FreePort.find()
        // The node syncs with the hub by itself, when it gets through.
        other.line?.set(condition(from: other.number, to: 0, &chance))
        let node = try start(["node", "--listen", "127.0.0.1:\(port)", "--quiet"], on: other)
        try wait(for: node, listening: port)
        let line = try FaultyLine(to: port)
        line.set(condition(from: device.number, to: other.number, &chance))
        let running = try start(
            ["sync", "--peer", "https://127.0.0.1:\(line.port)", "--format", "ndjson"], on: device)
        usleep(UInt32(chance.below(150_000)))
        if chance.happens(scenario.faults[.pause]) {
            if node.pause(microseconds: UInt32(chance.below(300_000))) { strike(.pause) }
        }
        if chance.happens(scenario.faults[.kill]) {
            try kill(node, of: "node")
            strike(.kill)
            try check(running.end(), of: ["sync", "--peer"])
            return try checkAfterKill(of: other)
        }
        try check(running.end(), of: ["sync", "--peer"])
        try checkEnded(node.stop(), of: "node")
    }
}
