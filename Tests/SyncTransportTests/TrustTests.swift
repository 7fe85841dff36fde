import DeviceIdentity
import RecordModel
import SyncProtocol
import SyncTransport
import Testing

@Suite("Who may talk to whom", .timeLimit(.minutes(1)))
struct TrustTests {
    /// The code of the refusal that `body` ends with; nil if it ends otherwise.
    private func code(_ body: () async throws -> Void) async throws -> Refusal.Code? {
        do {
            try await body()
            return nil
        } catch let TransportError.refused(refusal) {
            return refusal.code
        }
    }

    @Test("A client sends nothing to the hub of another authority")
    func wrongCA() async throws {
        let (hub, other) = (try TestHub(), try TestHub())
        let service = EchoService()
        let device = try hub.device()
        try await withServer(other, service) { address in
            await #expect(throws: TransportError.wrongCA) {
                try await SyncClient.connect(to: address, as: device, trusting: hub.asHub)
            }
        }
        #expect(service.seen.peers.isEmpty)
    }

    @Test("A device of another hub gets no further than TLS")
    func foreignDevice() async throws {
        let (hub, other) = (try TestHub(), try TestHub())
        let service = EchoService()
        let stranger = try other.device()
        try await withServer(hub, service) { address in
            await #expect(throws: TransportError.self) {
                let client = try await SyncClient.connect(
                    to: address, as: stranger, trusting: hub.asHub)
                _ = try await client.post(.frontiers, [2])
            }
        }
        #expect(service.seen.peers.isEmpty)
    }

    @Test("Without a certificate every route but join is refused")
    func noCertificate() async throws {
        let hub = try TestHub()
        let service = EchoService()
        try await withServer(hub, service) { address in
            for route in SyncRoute.allCases where route != .join {
                let client = try await SyncClient.connect(
                    to: address, as: nil, trusting: hub.asHub)
                let code = try await code {
                    switch route {
                    case .watch: _ = try await client.watch([])
                    case .changes: _ = try await client.push(route, frames: [[1]])
                    default: _ = try await client.post(route, [2])
                    }
                }
                #expect(code == .notIdentified, "\(route)")
            }
        }
        #expect(service.seen.peers.isEmpty && service.seen.frames == 0)
    }

    @Test("A revoked device is told so on every route")
    func revoked() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        let id = device.certificate.device
        try await withServer(hub, EchoService(), revoked: { [id] }) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            #expect(try await code { _ = try await client.post(.frontiers, [2]) } == .revoked)
            #expect(try await code { _ = try await client.post(.renew, [2]) } == .revoked)
        }
    }

    private struct Unreadable: Error {}

    @Test("Nobody is served while it cannot be read who is revoked")
    func unreadableRevocations() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        let service = EchoService()
        try await withServer(hub, service, revoked: { throw Unreadable() }) {
            address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            #expect(
                try await code { _ = try await client.post(.frontiers, [2]) } == .internalError)
        }
        #expect(service.seen.peers.isEmpty)
    }

    @Test(
        "An expired device may renew for a year, and nothing else",
        arguments: [(400, Refusal.Code.expired, nil), (800, .notPermitted, .notPermitted)]
            as [(Int64, Refusal.Code, Refusal.Code?)])
    func expired(days: Int64, sync: Refusal.Code, renewal: Refusal.Code?) async throws {
        let hub = try TestHub()
        let device = try hub.device()
        let now = TestHub.now + days * 86_400
        try await withServer(hub, EchoService(), secondsSince1970: now) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            #expect(try await code { _ = try await client.post(.frontiers, [2]) } == sync)
            #expect(try await code { _ = try await client.post(.renew, [2]) } == renewal)
        }
    }

    @Test("A client knows the hub from a mere peer, and refuses a revoked peer")
    func peers() async throws {
        let hub = try TestHub()
        let (listening, dialing) = (try hub.device(), try hub.device())
        let device = listening.certificate.device
        try await withServer(hub, EchoService(), as: listening) { address in
            let client = try await SyncClient.connect(
                to: address, as: dialing, trusting: .peer(hub.policy, revoked: []))
            #expect(client.peer.device == device)
            #expect(try await client.post(.frontiers, [2]) == [2])
            for trust in [hub.asHub, .peer(hub.policy, revoked: [device])] {
                do {
                    _ = try await SyncClient.connect(to: address, as: dialing, trusting: trust)
                    Issue.record("no error")
                } catch let TransportError.notAccepted(refusal) {
                    #expect([.revoked, .notPermitted].contains(refusal.code))
                }
            }
        }
    }

    @Test("A device joins over a connection pinned to the token's fingerprint")
    func join() async throws {
        let hub = try TestHub()
        try await withServer(hub, EchoService()) { address in
            let token = try hub.token(for: address)
            let client = try await SyncClient.connect(
                to: address, as: nil, trusting: .token(token))
            #expect(client.authority == hub.authority.certificate)
            #expect(client.peer.isHub)
            #expect(try await client.post(.join, token.secret) == Array("127.0.0.1".utf8))
        }
    }

    @Test("A joining device sends its secret to nobody but the token's hub")
    func interceptedJoin() async throws {
        let (hub, interceptor) = (try TestHub(), try TestHub())
        let service = EchoService()
        try await withServer(interceptor, service) { address in
            let token = try hub.token(for: address)
            await #expect(throws: TransportError.wrongCA) {
                try await SyncClient.connect(to: address, as: nil, trusting: .token(token))
            }
        }
        #expect(service.seen.joins == 0)
    }

    @Test("Too many wrong tokens make their address wait, and the right one with it")
    func guesses() async throws {
        let hub = try TestHub()
        let service = EchoService()
        let limits = ServerLimits.with { $0.guessesMax = 3 }
        try await withServer(hub, service, limits: limits) { address in
            let token = try hub.token(for: address)
            let client = try await SyncClient.connect(
                to: address, as: nil, trusting: .token(token))
            for _ in 0..<3 {
                #expect(try await code { _ = try await client.post(.join, [1]) } == .badToken)
            }
            #expect(try await code { _ = try await client.post(.join, token.secret) } == .busy)
        }
        #expect(service.seen.joins == 3)
    }
}
