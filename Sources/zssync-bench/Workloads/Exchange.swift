import CausalCore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// Whole syncs of a device with the hub: the real messages, counted, without a socket.
struct Exchange {
    /// What one sync cost.
    struct Cost {
        var roundTrips = 0
        var bytes = 0
    }

    let device: BenchReplica
    let hub: BenchReplica

    func run() throws -> Cost {
        try device.sign()
        try hub.sign()
        var cost = Cost()
        var (comparison, answer) = try compare(tellsNews: true, &cost)
        if comparison.asksAgain(after: answer) {
            (comparison, answer) = try compare(tellsNews: false, &cost)
        }
        let differences = try device.write {
            try $0.differences(answer, from: hub.member, to: comparison)
        }
        if !differences.toFetch.isEmpty { try fetch(differences.toFetch, &cost) }
        if !differences.toPush.isEmpty { try push(differences.toPush, &cost) }
        return cost
    }

    private func compare(
        tellsNews: Bool, _ cost: inout Cost
    ) throws -> (Comparison, WireFrontiersAnswer) {
        let comparison = try device.read {
            try $0.comparison(with: hub.member, tellsNews: tellsNews)
        }
        let request = comparison.request
        let news = try request.segments.map(Segment.init)
        _ = try hub.write {
            try $0.receive(news: news, digest: [UInt8](request.newsDigest), from: device.member)
        }
        let answer = try hub.read { try $0.answer(request, of: device.member, renew: false) }
        cost.roundTrips += 1
        cost.bytes += try count(request) + count(answer)
        return (comparison, answer)
    }

    private func fetch(_ heads: [ScopeHeads], _ cost: inout Cost) throws {
        let request = WireFetchRequest.with {
            $0.version = ProtocolVersion.current
            $0.frontiers = heads.map(\.wire)
        }
        cost.bytes += try count(request)
        try carry(heads, from: hub, to: device, &cost)
        let closing = try hub.read { replica in
            try WireFrame.with {
                $0.closing = .with { $0.complete = true }
                $0.closing.states = try heads.map { try replica.state(of: $0.scope) }
            }
        }
        cost.bytes += try count(closing)
        try device.write { replica in
            for scope in heads.map(\.scope) {
                try replica.agree(on: replica.heads(of: scope), with: hub.member)
            }
        }
    }

    private func push(_ heads: [ScopeHeads], _ cost: inout Cost) throws {
        try carry(heads, from: device, to: hub, &cost)
        let held = try hub.read { replica in try heads.map { try replica.heads(of: $0.scope) } }
        let answer = try hub.read { replica in
            try WireChangesAnswer.with {
                $0.acknowledged = held.map(\.wire)
                $0.states = try heads.map { heads in
                    let state = try replica.state(of: heads.scope)
                    return .with { $0.stateDigest = state.stateDigest }
                }
            }
        }
        cost.bytes += try count(answer)
        try device.write { replica in
            for scope in held { try replica.agree(on: scope, with: hub.member) }
        }
    }

    /// Segments in one direction: one round trip with whatever goes the other way.
    private func carry(
        _ heads: [ScopeHeads], from sender: BenchReplica, to receiver: BenchReplica,
        _ cost: inout Cost
    ) throws {
        let frames = try sender.read { replica in
            try replica.segments(replica.plans(for: heads, to: receiver.member)).map { segment in
                let wire = try segment.wire()
                return WireFrame.with { $0.segment = wire }
            }
        }
        cost.roundTrips += 1
        cost.bytes += try frames.reduce(0) { try $0 + count($1) }
        try receiver.receive(
            frames.map { try $0.segment.serializedBytes() }, from: sender.member)
    }

    private func count(_ message: some Message) throws -> Int {
        try (message.serializedBytes() as [UInt8]).count
    }
}
