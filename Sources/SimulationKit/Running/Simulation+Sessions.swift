import CausalCore
import RecordModel
import ReplicaStore
import SwiftProtobuf
import SyncEngine
import SyncProtocol

// Sessions over the simulated network: the steps are the engine's own, the messages the real ones.
extension Simulation {
    /// Begins a sync of `client` with `peer`.
    func begin(client: Int, peer: Int, session number: Int) throws {
        guard client != peer, let replica = world[client], let other = world[peer], replica.isUp
        else { return }
        do {
            if try refuses(replica, other.member) { return }
            try sign(replica)
            let comparison = try replica.read(at: now) {
                try $0.comparison(with: other.member, tellsNews: replica.program != .older)
            }
            let session = ClientSession(
                number: number, client: client, peer: peer, comparison: comparison)
            if sessions.values.contains(where: { $0.peer == peer }) { outcome.hasMetAtOnce = true }
            sessions[number] = session
            ask(session, .frontiers(try comparison.request.serializedBytes()))
        } catch is Interruption {}
    }

    /// As both ends of a connection look at each other's certificates.
    private func refuses(_ replica: SimulatedReplica, _ peer: Member) throws -> Bool {
        try replica.read(at: now) { try $0.isRevoked(peer.device) }
    }

    private func sign(_ replica: SimulatedReplica) throws {
        let scopes = try replica.read(at: now) { try $0.unsignedScopes() }
        guard !scopes.isEmpty else { return }
        try transact(replica) { one in
            for scope in scopes { try one.signCheckpoints(in: scope) }
        }
    }

    private func ask(_ session: ClientSession, _ request: Message.Request) {
        session.step += 1
        send(
            Message(
                from: session.client, to: session.peer, session: session.number,
                step: session.step, disk: disk(of: session.client), content: .request(request)))
        queue.add(
            .timeout(session: session.number, step: session.step),
            at: now + ClientSession.patience)
    }

    private func disk(of replica: Int) -> Int { world[replica]?.disasters ?? 0 }

    private func send(_ message: Message) {
        var message = message
        switch world[message.from]?.program {
        case .newer:
            message = message.ofNewerProgram
            if isFaulty { strike(.newerProgram, at: message.from) }
        case .older: if isFaulty { strike(.olderProgram, at: message.from) }
        default: break
        }
        for (time, copy) in network.deliveries(of: message, at: now, isFaulty: isFaulty) {
            queue.add(.message(copy), at: time)
        }
        for fault in network.struck { strike(fault, at: message.from) }
    }

    func deliver(_ message: Message) throws {
        guard let receiver = world[message.to], let sender = world[message.from], receiver.isUp
        else { return }
        try checkConfinement(of: message, to: receiver)
        do {
            switch message.content {
            case .request(let request):
                guard let answer = try serve(request, at: receiver, from: sender.member) else {
                    return
                }
                send(
                    Message(
                        from: message.to, to: message.from, session: message.session,
                        step: message.step, disk: disk(of: message.to), content: .answer(answer)))
            case .answer(let answer):
                guard let session = sessions[message.session], session.step == message.step else {
                    return
                }
                let isBinding = message.disk == disk(of: message.from)
                try take(
                    answer, in: session, at: receiver, from: sender.member, isBinding: isBinding)
            }
        } catch is Interruption {}
    }

    private func checkConfinement(of message: Message, to receiver: SimulatedReplica) throws {
        let segments: [WireSegment]
        switch message.content {
        case .request(.frontiers(let bytes)):
            segments = try WireFrontiersRequest(serializedBytes: bytes).segments
        case .request(.changes(let frames, _)), .answer(.frames(let frames, _)):
            segments = try frames.map { try WireFrame(serializedBytes: $0).segment }
        default: return
        }
        for scope in segments.compactMap({ Scope($0.scope) }) {
            try Examination.checkConfinement(
                of: scope, to: receiver.identity, receiver.number)
        }
    }

    // MARK: The replica that answers

    private func serve(
        _ request: Message.Request, at replica: SimulatedReplica, from peer: Member
    ) throws -> Message.Answer? {
        if try refuses(replica, peer) {
            return .refused(Refusal(.revoked, "revoked"))
        }
        do {
            switch request {
            case .frontiers(let bytes):
                var question = try WireFrontiersRequest(serializedBytes: bytes)
                if replica.program == .older { question.segments = [] }
                if !question.segments.isEmpty {
                    try mergeNews(in: question, at: replica, from: peer)
                }
                try sign(replica)
                return try replica.read(at: now) { one in
                    try .frontiers(
                        one.answer(question, of: peer, renew: false).serializedBytes())
                }
            case .fetch(let bytes):
                try sign(replica)
                return try replica.read(at: now) { one in
                    try .frames(frames(for: bytes, of: one, to: peer), isWhole: true)
                }
            case .changes(let frames, let isWhole):
                #if PLANTED_BUGS
                    if PlantedBug.active == .acknowledgesBeforeCommit {
                        return try answerTooEarly(frames, at: replica, from: peer)
                    }
                #endif
                let intake = try merge(frames, at: replica, from: peer).intake
                // Nobody hears the answer where the connection has ended.
                guard isWhole else { return nil }
                try settle(replica, peer, except: intake.refusedScopes)
                try readmit(peer, at: replica)
                return try replica.read(at: now) { one in
                    try .changes(
                        one.changesAnswer(
                            to: peer, of: intake.scopes, refusals: intake.refusals
                        ).serializedBytes())
                }
            }
        } catch let refusal as Refusal { return .refused(refusal) }
    }

    private func mergeNews(
        in question: WireFrontiersRequest, at replica: SimulatedReplica, from peer: Member
    ) throws {
        let listed = try replica.read(at: now) { try $0.check(question, of: peer) }
        let segments = try question.segments.map(Segment.init)
        let receipts = try transact(replica) {
            try $0.receive(news: segments, digest: [UInt8](question.newsDigest), from: peer)
        }
        guard !receipts.isEmpty else { return }
        outcome.trace.add(receipts.count)
        try settle(replica, peer, except: Set(listed.map(\.scope)))
    }

    private func settle(
        _ replica: SimulatedReplica, _ peer: Member, except refused: Set<Scope>
    ) throws {
        let copies = try replica.read(at: now) {
            try $0.copiesDue(from: peer, refused: refused)
        }
        if !copies.isEmpty { try transact(replica) { try $0.settle(copies) } }
    }

    #if PLANTED_BUGS
        /// Answers from within the transaction, whether or not that commits.
        private func answerTooEarly(
            _ frames: [[UInt8]], at replica: SimulatedReplica, from peer: Member
        ) throws -> Message.Answer? {
            var answer: [UInt8] = []
            do {
                try transact(replica) { one in
                    var intake = SegmentIntake()
                    for bytes in frames {
                        guard
                            case .segment(let wire)? = try WireFrame(serializedBytes: bytes).content
                        else { continue }
                        _ = intake.take(wire)
                    }
                    while let batch = intake.next() {
                        intake.note(try batch.map { try one.receive($0, from: peer) }, of: batch)
                    }
                    answer = try one.changesAnswer(
                        to: peer, of: intake.scopes, refusals: intake.refusals
                    ).serializedBytes()
                }
            } catch is Interruption {}
            return .changes(answer)
        }
    #endif

    /// As the hub does after a push of a device that it does not know any more.
    private func readmit(_ peer: Member, at replica: SimulatedReplica) throws {
        guard replica.identity.isHub, let certificate = world.certificates[peer.device],
            try replica.read(at: now, { try $0.member(peer.device) }) == nil
        else { return }
        try transact(replica) { try $0.readmit(certificate) }
    }

    /// Not all at once, now and then, as the hub does with very much.
    private func frames(
        for bytes: [UInt8], of replica: Replica, to peer: Member
    ) throws -> [[UInt8]] {
        let theirs = try WireFetchRequest(serializedBytes: bytes).frontiers.map(ScopeHeads.init)
        let plans = try replica.plans(for: theirs, to: peer)
        var chance = Chance(seed: scenario.seed, .network, event: key &+ 1_000_000_000)
        let limit = isFaulty && chance.below(4) == 0 ? 1 + chance.below(3) : plans.count
        var frames = try self.frames(of: Array(plans.prefix(limit)), in: replica)
        let states = try theirs.map { try replica.state(of: $0.scope) }
        frames.append(
            try WireFrame.with {
                $0.closing = .with {
                    $0.complete = plans.count <= limit
                    $0.states = states
                }
            }.serializedBytes())
        return frames
    }

    private func frames(of plans: [SegmentPlan], in replica: Replica) throws -> [[UInt8]] {
        try replica.segments(plans).map { segment in
            let wire = try segment.wire(packing: batches.pack)
            return try WireFrame.with { $0.segment = wire }.serializedBytes()
        }
    }

    /// Merges a stream, as far as it came.
    func merge(
        _ frames: [[UInt8]], at replica: SimulatedReplica, from peer: Member
    ) throws -> (intake: SegmentIntake, closing: WireClosing?) {
        let contents = try frames.compactMap { try WireFrame(serializedBytes: $0).content }
        var segments: [WireSegment] = []
        var closing: WireClosing?
        for content in contents {
            switch content {
            case .segment(let wire): segments.append(wire)
            case .closing(let last): closing = last
            }
        }
        return (try merge(segments, at: replica, from: peer), closing)
    }

    /// Merges segments, each batch in a transaction of its own.
    private func merge(
        _ segments: [WireSegment], at replica: SimulatedReplica, from peer: Member
    ) throws -> SegmentIntake {
        var intake = SegmentIntake()
        let merge = { (batch: [Segment]) in
            let receipts = try self.transact(replica) { one in
                try batch.map { try one.receive($0, from: peer) }
            }
            intake.note(receipts, of: batch)
            guard intake.heldCount <= SegmentIntake.heldMax else {
                throw Violation(
                    invariant: .boundedQueues,
                    what: "\(intake.heldCount) segments wait in memory")
            }
        }
        for segment in segments {
            if try replica.read(at: now, { try $0.holds(segment, from: peer) }) {
                intake.noteHeld(segment)
            } else if let batch = intake.take(segment) {
                try merge(batch)
            }
        }
        while let batch = intake.next() { try merge(batch) }
        outcome.trace.add(intake.merged)
        return intake
    }

    // MARK: The replica that asks

    /// `isBinding` says that what the peer answers it still knows.
    private func take(
        _ answer: Message.Answer, in session: ClientSession, at replica: SimulatedReplica,
        from peer: Member, isBinding: Bool
    ) throws {
        switch (answer, session.phase) {
        case (.frontiers(let bytes), .comparing(let comparison)):
            let answer = try WireFrontiersAnswer(serializedBytes: bytes)
            if comparison.asksAgain(after: answer) {
                return try compareAgain(session, replica, peer)
            }
            for heads in comparison.held(after: answer) where isBinding {
                if session.peer == 0 { observer.note(acknowledged: heads) }
            }
            session.differences = try transact(replica) {
                try $0.differences(answer, from: peer, to: comparison)
            }
            try agreeing(session.differences.apart, replica)
            try checkAcknowledged(of: comparison.said.map(\.scope), to: replica, by: session.peer)
            try fetch(session, replica, peer)
        case (.frames(let frames, let isWhole), .receiving):
            let (intake, closing) = try merge(frames, at: replica, from: peer)
            guard isWhole, let closing else { return end(session) }
            session.differences = try transact(replica) { one in
                try agreeing(try one.compare(closing.states, with: peer), replica)
                var next = session.differences
                try one.advance(
                    &next, isComplete: closing.complete, progress: intake.progress,
                    refusals: intake.refusals, from: peer)
                return next
            }
            if !session.differences.toFetch.isEmpty { try sign(replica) }
            try fetch(session, replica, peer)
        case (.changes(let bytes), .sending):
            let answer = try WireChangesAnswer(serializedBytes: bytes)
            for heads in try answer.acknowledged.map(ScopeHeads.init) where isBinding {
                if session.peer == 0 { observer.note(acknowledged: heads) }
            }
            try transact(replica) { try agreeing(try $0.note(answer, from: peer), replica) }
            end(session)
        case (.refused, _): end(session)
        default: throw Violation(invariant: .noSurprise, what: "an answer out of turn")
        }
    }

    private func compareAgain(
        _ session: ClientSession, _ replica: SimulatedReplica, _ peer: Member
    ) throws {
        let comparison = try replica.read(at: now) {
            try $0.comparison(with: peer, tellsNews: false)
        }
        session.phase = .comparing(comparison)
        ask(session, .frontiers(try comparison.request.serializedBytes()))
    }

    /// What a device counts as held by the hub is there: people are told so, and shut down.
    private func checkAcknowledged(
        of scopes: [Scope], to replica: SimulatedReplica, by peer: Int
    ) throws {
        guard peer == 0, world.hub.disasters == 0 else { return }
        for scope in scopes {
            let held = try world.hub.read(at: now) { try $0.store.frontier(of: scope) }
            try replica.read(at: now) { one in
                for feed in try one.store.feeds(in: scope)
                where try one.store.acknowledged(feed.number, by: world.hub.member.device)
                    > held[feed.replica]
                {
                    throw Violation(
                        invariant: .nothingLost,
                        what: "replica \(replica.number) takes for held by the hub what is not"
                            + " of \(scope)")
                }
            }
        }
    }

    private func agreeing(_ apart: [Scope], _ replica: SimulatedReplica) throws {
        guard let scope = apart.first else { return }
        throw Violation(
            invariant: .convergentState,
            what: "replica \(replica.number) and its peer have come apart in \(scope)")
    }

    private func fetch(
        _ session: ClientSession, _ replica: SimulatedReplica, _ peer: Member
    ) throws {
        guard !session.differences.toFetch.isEmpty else { return try push(session, replica, peer) }
        session.rounds += 1
        guard session.rounds < ClientSession.roundsMax else {
            throw Violation(invariant: .liveness, what: "a fetch that never ends")
        }
        session.phase = .receiving
        let request = WireFetchRequest.with {
            $0.version = ProtocolVersion.current
            $0.frontiers = session.differences.toFetch.map(\.wire)
        }
        ask(session, .fetch(try request.serializedBytes()))
    }

    private func push(
        _ session: ClientSession, _ replica: SimulatedReplica, _ peer: Member
    ) throws {
        try sign(replica)
        let frames: [[UInt8]] = try replica.read(at: now) { one in
            try self.frames(of: one.plans(for: session.differences.toPush, to: peer), in: one)
        }
        guard !frames.isEmpty else { return end(session) }
        session.phase = .sending
        ask(session, .changes(frames, isWhole: true))
    }

    private func end(_ session: ClientSession) { sessions[session.number] = nil }
}
