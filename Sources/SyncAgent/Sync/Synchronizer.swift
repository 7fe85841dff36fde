import CausalCore
import DeviceIdentity
import Foundation
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol
import SyncTransport

/// Brings this replica and another one together: compare, receive, send.
///
/// Everything may be cut at any byte and begun again; each step keeps what it has finished.
/// Source: Protocol/3-sync, "Sessions".
public struct Synchronizer: Sendable {
    /// The most rounds of fetching, each of thousands of segments.
    private static let roundsMax = 10_000

    private let host: ReplicaHost
    private let client: SyncClient
    private let peer: Member
    private let progress: @Sendable (SyncProgress) -> Void

    /// Syncs once with `target`. Throws what stopped it; what was finished before is kept.
    public static func sync(
        _ host: ReplicaHost, with target: SyncTarget,
        progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
    ) async throws -> SyncSummary {
        progress(.connecting)
        let client = try await connect(host, target)
        defer { client.close() }
        let session = Synchronizer(
            host: host, client: client, peer: Member(client.peer), progress: progress)
        do { return try await session.run() } catch TransportError.refused(let refusal)
            where refusal.code == .expired && target == .hub
        {
            // Months without a network: all that the hub still does for us is to renew.
            try await session.renew()
            let renewed = try await connect(host, target)
            defer { renewed.close() }
            return try await Synchronizer(
                host: host, client: renewed, peer: Member(renewed.peer), progress: progress
            ).run()
        } catch TransportError.refused(let refusal)
            where refusal.code == .revoked && target == .hub
        {
            // It will not get the registry's word any more: this is how it hears of it.
            try await host.writing { try $0.noteRevoked() }
            throw TransportError.refused(refusal)
        }
    }

    private static func connect(
        _ host: ReplicaHost, _ target: SyncTarget
    ) async throws -> SyncClient {
        let policy = TrustPolicy(authorities: [host.credentials.authority])
        let addresses: [PeerAddress]
        let trust: ServerTrust
        switch target {
        case .hub:
            guard !host.isHub else { throw AgentError.isTheHub }
            addresses = try host.hubAddresses()
            trust = .hub(policy, revoked: try await host.revokedDevices())
        case .peer(let address):
            addresses = [address]
            trust = .peer(policy, revoked: try await host.revokedDevices())
        }
        var failure: any Error = TransportError.notReachable(.noConnection)
        for address in addresses {
            do {
                return try await SyncClient.connect(
                    to: address, as: host.credentials, trusting: trust)
            } catch { failure = error }
        }
        throw failure
    }

    private func run() async throws -> SyncSummary {
        var summary = SyncSummary(peer: peer.device)
        progress(.comparing)
        try await signOwnFeeds(in: host)
        var (comparison, answer) = try await compare(tellsNews: true)
        if comparison.asksAgain(after: answer) {
            (comparison, answer) = try await compare(tellsNews: false)
        }
        try await note(clock: answer.clock)
        let differences = try await host.writing { [peer, comparison, answer] replica in
            try replica.differences(answer, from: peer, to: comparison)
        }
        try throwing(differences.apart)
        summary.sent += comparison.newsCount
        summary.notices += differences.forks.map { Self.forkNotice($0) }
        summary.refused += differences.forks.count
        let toPush = try await receive(differences, &summary)
        try await send(toPush, &summary)
        if answer.renew { try await renew() }
        try await close(&summary)
        return summary
    }

    private func compare(
        tellsNews: Bool
    ) async throws -> (Comparison, WireFrontiersAnswer) {
        let comparison = try await host.reading { [peer] in
            try $0.comparison(with: peer, tellsNews: tellsNews)
        }
        let answer = try read(
            WireFrontiersAnswer.self,
            try await client.post(.frontiers, comparison.request.serializedBytes()))
        guard answer.version == ProtocolVersion.current else {
            throw WireError.unknownVersion([answer.version])
        }
        return (comparison, answer)
    }

    private static func forkNotice(_ device: String) -> String {
        "设备 \(device) 的数据有两个版本（磁盘被恢复或复制过），双方各自保留，没有合并。"
            + " Device \(device) has two histories: its disk was restored or copied."
            + " Each side keeps its own; neither was merged."
    }

    private func note(clock: Int64) async throws {
        let row = PeerRow(peer, at: WallClock.now, clock: clock)
        try await host.writing { try $0.store.save(row) }
    }

    // MARK: Receiving

    /// Fetches what the peer is ahead in; returns what to push after that.
    private func receive(
        _ found: Differences, _ summary: inout SyncSummary
    ) async throws -> [ScopeHeads] {
        var differences = found
        var refusals: [WireSegmentRefusal] = []
        for _ in 0..<Self.roundsMax where !differences.toFetch.isEmpty {
            let request = WireFetchRequest.with {
                $0.version = ProtocolVersion.current
                $0.frontiers = differences.toFetch.sorted { $0.scope < $1.scope }.map(\.wire)
            }
            var intake = Intake(host: host, inbox: SegmentInbox(host: host), peer: peer)
            let closing = try await intakeFrames(request, &intake, received: summary.received)
            let segments = intake.segments
            summary.received += segments.merged
            for healing in segments.healings { summary.notices.append(Self.notice(of: healing)) }
            // Those of the last round: what was asked again may be through.
            refusals = segments.refusals
            let apart: [Scope]
            (differences, apart) = try await host.writing { [peer, differences] replica in
                let apart = try replica.compare(closing.states, with: peer)
                var next = differences
                try replica.advance(
                    &next, isComplete: closing.complete, progress: segments.progress,
                    refusals: segments.refusals, from: peer)
                return (next, apart)
            }
            try throwing(apart)
            // Whoever else wrote may have seen what a cut has left unsigned.
            if !differences.toFetch.isEmpty { try await signOwnFeeds(in: host) }
        }
        summary.note(refusals)
        return differences.toPush
    }

    private func intakeFrames(
        _ request: WireFetchRequest, _ intake: inout Intake, received: Int
    ) async throws -> WireClosing {
        let frames = try await client.fetch(.fetch, try request.serializedBytes())
        var closing: WireClosing?
        for try await bytes in frames {
            let frame = try WireFrame.read(bytes)
            switch frame.content {
            case .segment(let wire):
                try await intake.take(wire)
                progress(.receiving(changes: received + intake.segments.merged))
            case .closing(let last): closing = last
            case nil: throw WireError.malformed("frame")
            }
        }
        try await intake.finish()
        progress(.receiving(changes: received + intake.segments.merged))
        guard let closing else { throw TransportError.notReachable(.cut) }
        return closing
    }

    private static func notice(of healing: Healing) -> String {
        "本机磁盘曾被恢复到较早的状态：从对方取回 \(healing.recovered) 条，"
            + "恢复后录入的 \(healing.rewritten) 条已重新登记，没有丢失。"
            + " This device's disk had been rolled back (rollback): \(healing.recovered) of its own"
            + " changes came back, \(healing.rewritten) made since were written anew in epoch"
            + " \(healing.epoch). Nothing was lost."
    }

    /// A difference where there must be none is a fault, and said loudly.
    private func throwing(_ apart: [Scope]) throws {
        guard apart.isEmpty else { throw AgentError.diverged(scopes: apart.map(\.text)) }
    }

    // MARK: Sending

    private func send(_ scopes: [ScopeHeads], _ summary: inout SyncSummary) async throws {
        guard !scopes.isEmpty else { return }
        try await signOwnFeeds(in: host)
        let plans = try await host.reading { [peer] in try $0.plans(for: scopes, to: peer) }
        guard !plans.isEmpty else { return }
        let total = plans.reduce(0) { $0 + $1.count }
        var sent = 0
        var frames = SegmentFrames(host: host, plans: plans[...])
        let bytes = try await client.push(.changes) { () async throws -> [UInt8]? in
            guard let frame = try await frames.next() else { return nil }
            sent += frame.changes
            progress(.sending(changes: sent, of: total))
            return frame.bytes
        }
        let answer = try read(WireChangesAnswer.self, bytes)
        summary.sent += sent
        summary.note(answer.refusals)
        try throwing(try await host.writing { [peer] in try $0.note(answer, from: peer) })
    }

    // MARK: The end

    private func renew() async throws {
        let request = try CertificateRequest(key: host.credentials.key)
        let answer = try read(
            WireRenewAnswer.self,
            try await client.post(
                .renew,
                WireRenewRequest.with { $0.certificateRequest = .init(request.der) }
                    .serializedBytes()))
        let certificate = try DeviceCertificate(der: [UInt8](answer.certificate))
        try TrustPolicy(authorities: [host.credentials.authority])
            .check(certificate, validity: .chainOnly, revoked: [])
        try host.keep(certificate)
    }

    private func close(_ summary: inout SyncSummary) async throws {
        let (acknowledged, open) = try await host.reading { [peer] replica in
            (try replica.isAcknowledged(by: peer), try replica.store.openConflictCount())
        }
        summary.acknowledged = acknowledged
        summary.openConflicts = open
        summary.roundTrips = client.roundTrips
        summary.bytesSent = client.bytesSent
        summary.bytesReceived = client.bytesReceived
    }
}
