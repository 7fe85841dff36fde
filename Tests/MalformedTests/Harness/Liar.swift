import CausalCore
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// A peer, or a hub, that answers what the bytes say: what is there, what is nearly there, or anything.
struct Liar {
    let member: Member
    private let device: StagedReplica
    private let hub: StagedReplica
    private var attacker: Attacker

    /// One that answers `device` as `member`, and knows what the true `hub` holds.
    init(_ member: Member, answering device: StagedReplica, hub: StagedReplica, attacker: Attacker)
    {
        self.member = member
        self.device = device
        self.hub = hub
        self.attacker = attacker
    }

    /// What it says to the question of a session.
    func frontiers(_ script: inout ByteScript) throws -> WireFrontiersAnswer {
        var answer = WireFrontiersAnswer()
        answer.version = UInt32(ProtocolVersion.current)
        answer.clock = Int64(bitPattern: script.flag() ? script.number() : 0)
        answer.frontiers = try heads(&script)
        answer.othersDiffer = script.flag()
        answer.states = try states(&script)
        return answer
    }

    /// The segments of a stream.
    mutating func segments(_ script: inout ByteScript) throws -> [WireSegment] {
        try (0..<script.below(4)).compactMap { _ in
            switch script.below(4) {
            case 0: return try? WireSegment(serializedBytes: script.chunk())
            case 1:
                let scope = Self.scope(&script)
                let there = try replica(&script).read { one in
                    try one.plan(for: VersionVector(), in: scope).first
                        .map { try one.segment($0).wire() }
                }
                guard var wire = there else { return nil }
                if script.flag() { wire.firstSeq = script.number() }
                if script.flag() { wire.count = UInt32(truncatingIfNeeded: script.number()) }
                return wire
            default:
                let segment = try attacker.segment(&script)
                return try Law.certain("a segment on the wire") { try segment.wire() }
            }
        }
    }

    /// What ends a stream.
    func closing(_ script: inout ByteScript) throws -> WireClosing {
        try .with {
            $0.complete = script.flag()
            $0.states = try states(&script)
        }
    }

    /// What it says to a push.
    func changes(_ script: inout ByteScript) throws -> WireChangesAnswer {
        try .with {
            $0.acknowledged = try heads(&script)
            $0.states = try states(&script)
        }
    }

    private static func scope(_ script: inout ByteScript) -> Scope {
        Attacker.scopes[script.below(Attacker.scopes.count)]
    }

    private func replica(_ script: inout ByteScript) -> StagedReplica {
        script.flag() ? device : hub
    }

    /// Frontiers of feeds that are there, and numbers and hashes that need not be.
    private func heads(_ script: inout ByteScript) throws -> [WireScopeFrontier] {
        try (0..<script.below(4)).map { _ in
            let scope = Self.scope(&script)
            var heads = try replica(&script).read { try $0.heads(of: scope) }.wire
            for index in heads.heads.indices where script.flag() {
                heads.heads[index].seq = script.flag() ? script.number() : UInt64(script.below(4))
                if script.flag() { heads.heads[index].hashPrefix = .init(script.bytes(8)) }
            }
            return heads
        }
    }

    private func states(_ script: inout ByteScript) throws -> [WireScopeState] {
        try (0..<script.below(4)).map { _ in
            let scope = Self.scope(&script)
            var state = try replica(&script).read { try $0.state(of: scope) }
            if script.below(8) == 0 { state.stateDigest = .init(script.bytes(32)) }
            if script.below(8) == 0 { state.erasedDigest = .init(script.bytes(32)) }
            return state
        }
    }
}
