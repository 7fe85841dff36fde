import DeviceIdentity
import Foundation
import RecordModel
import SwiftProtobuf
import SyncEngine
import SyncProtocol

/// Workload V: a year's visits over all sites, saved, handed over and merged.
struct VisitWorkload {
    struct NoKind: Error {}
    struct Refused: Error { let refusal: Refusal }

    private static let batch = 1_000

    let kind: Kind
    let rows: [SampleInput]

    init(count: Int) throws {
        guard let kind = KindCatalogue.standard["visit"] else { throw NoKind() }
        self.kind = kind
        rows = try SampleInput.rows(kind, sample: .visit, count: count, seed: 1)
    }

    /// The median of each step.
    func run(times: Int) throws -> [Step] {
        let runs = try (0..<times).map { _ in try once() }
        return runs[0].indices.map { index in
            runs.map { $0[index] }.sorted { $0.seconds < $1.seconds }[times / 2]
        }
    }

    private func once() throws -> [Step] {
        let floor = try Floor(kind: kind)
        let floorTime = try Step.timed {
            for rows in batches {
                try floor.run("BEGIN")
                for row in rows { try floor.add(row) }
                try floor.run("COMMIT")
            }
        }
        let hubKey = DeviceKey()
        let author = try BenchReplica(
            key: hubKey, roles: [.hub], site: .hub, hubPublicKey: hubKey.publicKey)
        let save = try Step.timed {
            for rows in batches {
                try author.write { replica in for row in rows { try add(row, replica) } }
            }
        }
        let segments = try author.segments()
        let messages = try segments.map { try $0.serializedBytes() as [UInt8] }
        let bytes = messages.reduce(0) { $0 + $1.count }
        let receiver = try BenchReplica(
            key: DeviceKey(), roles: [.hub], site: .hub, hubPublicKey: hubKey.publicKey)
        let apply = try Step.timed { try receive(messages, at: receiver, from: author.member) }
        let again = try Step.timed { try receive(messages, at: receiver, from: author.member) }
        let step = { (name: String, time: (wall: Double, cpu: Double)) in
            Step(
                workload: "V", step: name, rows: rows.count, seconds: time.wall,
                cpuSeconds: time.cpu, floorSeconds: floorTime.wall)
        }
        var saved = step("save", save)
        saved.bytes = author.fileBytes
        saved.floorBytes = floor.fileBytes
        var applied = step("apply", apply)
        applied.bytes = bytes
        return [saved, applied, step("redeliver", again)]
    }

    private var batches: [ArraySlice<SampleInput>] {
        stride(from: 0, to: rows.count, by: Self.batch).map {
            rows[$0..<min($0 + Self.batch, rows.count)]
        }
    }

    private func add(_ row: SampleInput, _ replica: Replica) throws {
        try replica.add(
            Draft(
                kind: kind.name, record: row.id, site: row.site, values: row.values,
                actor: "bench", origin: .imported))
    }

    /// Decodes, checks and merges, a few segments a transaction, as a server does.
    private func receive(
        _ messages: [[UInt8]], at receiver: BenchReplica, from peer: Member
    ) throws {
        for start in stride(from: 0, to: messages.count, by: 8) {
            let part = try messages[start..<min(start + 8, messages.count)].map {
                try Segment(WireSegment(serializedBytes: $0))
            }
            try receiver.write { replica in
                for segment in part {
                    if case .refused(let refusal) = try replica.receive(segment, from: peer) {
                        throw Refused(refusal: refusal)
                    }
                }
            }
        }
    }
}
