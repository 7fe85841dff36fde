import CausalCore
public import DeviceIdentity
import Foundation
import Logging
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol
public import SyncTransport

/// Answers peers from the replica in a host: the same routes at a node and at the hub.
public struct ReplicaService: SyncService {
    /// The most segments of one answer to a fetch; the peer asks again for the rest.
    private static let fetchSegmentsMax = 4_096

    /// The most public copies that one transaction sets right.
    private static let copiesAtOnce = 500

    private let host: ReplicaHost
    private let inbox: SegmentInbox
    private let contacts: ContactBook
    private let watchSeconds: Int

    /// A service over the replica in `host`.
    public init(host: ReplicaHost, watchSeconds: Int = 55) {
        self.host = host
        inbox = SegmentInbox(host: host)
        contacts = ContactBook(host: host)
        self.watchSeconds = watchSeconds
    }

    /// Merges what news there are and compares frontiers.
    public func frontiers(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        let member = Member(peer)
        let request = try refusing { try read(WireFrontiersRequest.self, body) }
        contacts.note(member, clock: request.clock)
        if !request.segments.isEmpty { try await mergeNews(in: request, from: member) }
        try await signOwnFeeds(in: host)
        let renew = host.isHub && peer.isDueForRenewal(secondsSince1970: WallClock.nowSeconds)
        return try await host.reading { replica in
            try refusing {
                try replica.answer(request, of: member, renew: renew).serializedBytes()
            }
        }
    }

    /// Of news that are not taken nothing is said: who gets no states for them asks again.
    private func mergeNews(in request: WireFrontiersRequest, from peer: Member) async throws {
        let listed = try await host.reading { replica in
            try refusing { try replica.check(request, of: peer) }
        }
        guard let segments = try? request.segments.map(Segment.init) else { return }
        let receipts = try await inbox.receive(
            segments, from: peer, newsDigest: [UInt8](request.newsDigest))
        guard !receipts.isEmpty else { return }
        // What the peer has yet to push of a site may be the record of a copy.
        try await settleCopies(from: peer, except: Set(listed.map(\.scope)))
    }

    /// Merges a stream of segments and acknowledges what is durable.
    public func changes(
        _ frames: FrameSequence, from peer: DeviceCertificate
    ) async throws -> [UInt8] {
        let member = Member(peer)
        var intake = Intake(host: host, inbox: inbox, peer: member)
        for try await bytes in frames {
            let frame = try refusing { try WireFrame.read(bytes) }
            guard case .segment(let wire) = frame.content else {
                throw Refusal(.badRequest, WireError.malformed("frame").description)
            }
            try await intake.take(wire)
        }
        try await intake.finish()
        try await settleCopies(from: member, except: intake.segments.refusedScopes)
        return try await answer(intake, to: member)
    }

    private func settleCopies(from peer: Member, except refused: Set<Scope>) async throws {
        var rest = try await host.reading { try $0.copiesDue(from: peer, refused: refused) }[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.copiesAtOnce))
            rest = rest.dropFirst(part.count)
            try await host.writing { try $0.settle(part) }
        }
    }

    private func answer(_ intake: Intake, to peer: Member) async throws -> [UInt8] {
        let (scopes, refusals) = (intake.segments.scopes, intake.segments.refusals)
        return try await host.reading { replica in
            try replica.changesAnswer(to: peer, of: scopes, refusals: refusals).serializedBytes()
        }
    }

    /// Streams what the peer lacks.
    public func fetch(
        _ body: [UInt8], from peer: DeviceCertificate, into writer: any FrameWriter
    ) async throws {
        let member = Member(peer)
        let request = try refusing { try read(WireFetchRequest.self, body) }
        try await signOwnFeeds(in: host)
        let limit =
            request.segmentsMax == 0
            ? Self.fetchSegmentsMax : min(Int(request.segmentsMax), Self.fetchSegmentsMax)
        let (plans, scopes) = try await host.reading { replica in
            try refusing {
                let theirs = try request.frontiers.map(ScopeHeads.init)
                guard theirs.count <= Limits.scopesMax else {
                    throw WireError.tooLarge(what: "request", limit: Limits.scopesMax)
                }
                // One more than are sent tells whether that is all.
                return (
                    try replica.plans(for: theirs, to: member, atMost: limit + 1),
                    theirs.map(\.scope)
                )
            }
        }
        var frames = SegmentFrames(host: host, plans: plans.prefix(limit))
        while let frame = try await frames.next() { try await writer.write(frame.bytes) }
        let states = try await host.reading { replica in try scopes.map(replica.state) }
        let closing = WireFrame.with {
            $0.closing = .with {
                $0.complete = plans.count <= limit
                $0.states = states
            }
        }
        try await writer.write(try closing.serializedBytes())
    }

    /// Waits until something was committed here.
    public func watch(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        let member = Member(peer)
        contacts.note(member)
        let known = try refusing { try read(WireWatchAnswer.self, body) }
        let digest = { @Sendable () async throws -> [UInt8] in
            try await host.reading { replica in
                ScopeHeads.digest(of: try replica.sharedHeads(with: member))
            }
        }
        let deadline = ContinuousClock.now + .seconds(watchSeconds)
        while true {
            let count = host.movement.count
            let current = try await digest()
            if current != [UInt8](known.digest) || ContinuousClock.now >= deadline {
                return try WireWatchAnswer.with { $0.digest = .init(current) }.serializedBytes()
            }
            try await waiting(until: deadline, beyond: count)
            try Task.checkCancellation()
        }
    }

    private func waiting(until deadline: ContinuousClock.Instant, beyond count: UInt64) async throws
    {
        await withTaskGroup { tasks in
            tasks.addTask { await host.movement.wait(beyond: count) }
            tasks.addTask { try? await Task.sleep(until: deadline, clock: .continuous) }
            await tasks.next()
            tasks.cancelAll()
        }
    }

    /// Only the hub renews.
    public func renew(_ body: [UInt8], from peer: DeviceCertificate) async throws -> [UInt8] {
        throw Refusal(
            .notFound, "请向中心续期证书。 Only the hub renews certificates; ask it.")
    }

    /// Only the hub lets devices join.
    public func join(_ body: [UInt8], from address: String) async throws -> [UInt8] {
        throw Refusal(.notFound, "请向中心申请加入。 Only the hub lets devices join; ask it.")
    }
}

/// Signs the own feeds where something was written since: only the author can vouch for it.
func signOwnFeeds(in host: ReplicaHost) async throws {
    let scopes = try await host.reading { try $0.unsignedScopes() }
    guard !scopes.isEmpty else { return }
    try await host.writing { replica in
        for scope in scopes { try replica.signCheckpoints(in: scope) }
    }
}

/// Runs `work`; what is wrong with the peer's bytes becomes a refusal that the peer is told.
func refusing<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as WireError {
        switch error {
        case .tooLarge: throw Refusal(.tooLarge, error.description)
        case .unknownVersion: throw Refusal(.version, error.description)
        case .malformed, .brokenChain, .badSignature:
            throw Refusal(.badRequest, error.description)
        }
    }
}
