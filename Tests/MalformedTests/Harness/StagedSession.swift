import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// One sync, step by step, as the engine's own callers take them.
enum StagedSession {
    /// The most answers to one fetch that are asked for.
    static let roundsMax = 8

    /// Syncs `device` with `hub`, both honest; returns whether there was nothing to do.
    static func run(_ device: StagedReplica, with hub: StagedReplica) throws -> Bool {
        try device.sign()
        var comparison = try device.read { try $0.comparison(with: hub.member) }
        var answer = try frontiers(comparison.request, hub, device.member)
        if comparison.asksAgain(after: answer) {
            comparison = try device.read { try $0.comparison(with: hub.member, tellsNews: false) }
            answer = try frontiers(comparison.request, hub, device.member)
        }
        var differences = try device.write {
            try $0.differences(answer, from: hub.member, to: comparison)
        }
        let isSettled = comparison.newsCount == 0 && differences.toFetch.isEmpty
        for _ in 0..<roundsMax where !differences.toFetch.isEmpty {
            let asked = differences.toFetch
            let (segments, states) = try hub.read { one in
                (
                    try one.plans(for: asked, to: device.member).map { try one.segment($0).wire() },
                    try asked.map { try one.state(of: $0.scope) }
                )
            }
            let intake = try take(segments, at: device, from: hub.member)
            try device.write { one in
                _ = try one.compare(states, with: hub.member)
                try one.advance(
                    &differences, isComplete: true, progress: intake.progress,
                    refusals: intake.refusals, from: hub.member)
            }
            try device.sign()
        }
        guard !differences.toPush.isEmpty else { return isSettled }
        let pushed = try device.read { one in
            try one.plans(for: differences.toPush, to: hub.member).map {
                try one.segment($0).wire()
            }
        }
        let intake = try take(pushed, at: hub, from: device.member)
        let last = try hub.read {
            try $0.changesAnswer(to: device.member, of: intake.scopes, refusals: intake.refusals)
        }
        _ = try device.write { try $0.note(last, from: hub.member) }
        return false
    }

    private static func frontiers(
        _ request: WireFrontiersRequest, _ hub: StagedReplica, _ peer: Member
    ) throws -> WireFrontiersAnswer {
        let segments = try request.segments.map(Segment.init)
        _ = try hub.write {
            try $0.check(request, of: peer)
            return try $0.receive(
                news: segments, digest: [UInt8](request.newsDigest), from: peer)
        }
        return try hub.read { try $0.answer(request, of: peer, renew: false) }
    }

    /// Merges a stream of segments, each batch in a transaction of its own.
    static func take(
        _ segments: [WireSegment], at replica: StagedReplica, from peer: Member
    ) throws -> SegmentIntake {
        var intake = SegmentIntake()
        for segment in segments {
            if try replica.read({ try $0.holds(segment, from: peer) }) {
                intake.noteHeld(segment)
            } else if let batch = intake.take(segment) {
                try replica.receive(batch, from: peer, &intake)
            }
        }
        while let batch = intake.next() { try replica.receive(batch, from: peer, &intake) }
        return intake
    }
}
