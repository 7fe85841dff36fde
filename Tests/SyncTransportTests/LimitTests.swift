import DeviceIdentity
import NIOCore
import NIOPosix
import SyncProtocol
import SyncTransport
import Testing

@Suite("Limits and bad connections", .timeLimit(.minutes(1)))
struct LimitTests {
    @Test("A hundred frames of 1 MiB stream both ways")
    func large() async throws {
        let hub = try TestHub()
        let service = EchoService(frames: 100, frameBytes: Limits.messageBytesMax)
        let device = try hub.device()
        try await withServer(hub, service) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            let frame = [UInt8](repeating: 1, count: Limits.messageBytesMax)
            _ = try await client.push(.changes, frames: repeatElement(frame, count: 100))
            var bytes = 0
            for try await frame in try await client.fetch(.fetch, []) { bytes += frame.count }
            #expect(bytes == 100 << 20)
            #expect(client.bytesReceived > 100 << 20 && client.bytesSent > 100 << 20)
        }
        #expect(service.seen.bytes == 100 << 20)
    }

    @Test("A slow reader holds up the writer: what is under way stays small")
    func backPressure() async throws {
        let hub = try TestHub()
        let service = EchoService(frames: 150, frameBytes: Limits.messageBytesMax)
        let device = try hub.device()
        try await withServer(hub, service) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            var read = 0
            var aheadMax = 0
            for try await _ in try await client.fetch(.fetch, []) {
                read += 1
                for _ in 0..<200 { await Task.yield() }
                aheadMax = max(aheadMax, service.seen.fetched - read)
            }
            #expect(read == 150)
            // The kernel's own buffers hold up to about 40; 150 would mean none was held up.
            #expect(aheadMax < 80)
        }
    }

    @Test("A frame over the limit is refused before its bytes are waited for")
    func oversizedFrame() async throws {
        let hub = try TestHub()
        let service = EchoService()
        let device = try hub.device()
        try await withServer(hub, service) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            do {
                _ = try await client.push(
                    .changes,
                    frames: [[1], [UInt8](repeating: 0, count: Limits.messageBytesMax + 1)])
                Issue.record("no error")
            } catch let TransportError.refused(refusal) {
                #expect(refusal.code == .tooLarge)
                #expect(refusal.message.contains("\(Limits.messageBytesMax)"))
            }
        }
        #expect(service.seen.frames == 1)
    }

    @Test("A body over the limit is refused before it is read")
    func oversizedBody() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService()) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            do {
                _ = try await client.post(
                    .frontiers, [UInt8](repeating: 2, count: Limits.messageBytesMax + 1))
                Issue.record("no error")
            } catch let TransportError.refused(refusal) {
                #expect(refusal.code == .tooLarge)
            }
        }
    }

    @Test("An answer over the limit is refused by the client")
    func oversizedAnswer() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService(frameBytes: 2_000)) { address in
            let limits = ClientLimits.with { $0.frameBytesMax = 1_000 }
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub, limits: limits)
            do {
                for try await _ in try await client.fetch(.fetch, []) {}
                Issue.record("no error")
            } catch TransportError.protocolBroken {}
            #expect(!client.isOpen)
        }
    }

    @Test("A device has eight requests at once, and others are not held up by it")
    func requestsAtOnce() async throws {
        let hub = try TestHub()
        let gate = Gate()
        let (one, other) = (try hub.device(), try hub.device())
        try await withServer(hub, EchoService(gate: gate)) { address in
            @Sendable func request(_ device: DeviceCredentials) async throws -> [UInt8] {
                let client = try await SyncClient.connect(
                    to: address, as: device, trusting: hub.asHub)
                return try await client.post(.frontiers, [2])
            }
            try await withThrowingTaskGroup(of: [UInt8].self) { tasks in
                for _ in 0..<Limits.requestsPerDevice { tasks.addTask { try await request(one) } }
                try await eventually { await gate.count == Limits.requestsPerDevice }
                do {
                    _ = try await request(one)
                    Issue.record("no error")
                } catch let TransportError.refused(refusal) {
                    #expect(refusal.code == .busy)
                }
                tasks.addTask { try await request(other) }
                try await eventually { await gate.count == Limits.requestsPerDevice + 1 }
                await gate.open()
                for try await answer in tasks { #expect(answer == [2]) }
            }
            // All have left: there is room again.
            #expect(try await request(one) == [2])
        }
    }

    @Test("A peer that stops sending within a frame is cut off at the deadline")
    func slowSender() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        let limits = ServerLimits.with { $0.stepSeconds = 1 }
        try await withServer(hub, EchoService(), limits: limits) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            var sent = 0
            do {
                _ = try await client.push(.changes) {
                    sent += 1
                    if sent > 1 { try await eventually { !client.isOpen } }
                    return [1]
                }
                Issue.record("no error")
            } catch {
                #expect(error as? TransportError == .notReachable(.cut))
            }
        }
    }

    @Test("A server that does not answer is given up at the deadline")
    func slowServer() async throws {
        let hub = try TestHub()
        let gate = Gate()
        let device = try hub.device()
        try await withServer(hub, EchoService(gate: gate)) { address in
            let limits = ClientLimits.with { $0.stepSeconds = 1 }
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub, limits: limits)
            await #expect(throws: TransportError.notReachable(.timedOut(seconds: 1))) {
                try await client.post(.frontiers, [2])
            }
            await gate.open()
        }
    }

    @Test("A connection that never speaks TLS is closed at the deadline")
    func silent() async throws {
        let hub = try TestHub()
        let limits = ServerLimits.with { $0.handshakeSeconds = 1 }
        try await withServer(hub, EchoService(), limits: limits) { address in
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: address.host, port: address.port).get()
            try await channel.closeFuture.get()
        }
    }

    @Test("A server that never speaks TLS is given up at the deadline")
    func silentServer() async throws {
        let hub = try TestHub()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let limits = ClientLimits.with { $0.connectSeconds = 1 }
        let address = try #require(PeerAddress(host: "127.0.0.1", port: port))
        await #expect(throws: TransportError.notReachable(.noHandshake)) {
            try await SyncClient.connect(
                to: address, as: nil, trusting: hub.asHub, limits: limits)
        }
        try await listener.close()
    }

    @Test("Where nobody listens there is no connection")
    func nobody() async throws {
        let hub = try TestHub()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await listener.close()
        let address = try #require(PeerAddress(host: "127.0.0.1", port: port))
        await #expect(throws: TransportError.notReachable(.noConnection)) {
            try await SyncClient.connect(to: address, as: nil, trusting: hub.asHub)
        }
    }

    @Test("A server that stops ends a held watch at once")
    func shutdown() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        let (clients, connected) = AsyncStream.makeStream(of: SyncClient.self)
        let watched = Task {
            var iterator = clients.makeAsyncIterator()
            return try await #require(await iterator.next()).watch([9])
        }
        let clock = ContinuousClock()
        let began = clock.now
        let service = EchoService()
        try await withServer(hub, service) { address in
            connected.yield(
                try await SyncClient.connect(to: address, as: device, trusting: hub.asHub))
            try await eventually { service.seen.heldWatches == 1 }
        }
        await #expect(throws: TransportError.self) { try await watched.value }
        #expect(clock.now - began < .seconds(8))
    }

    @Test("A watch ends when its client leaves")
    func abandonedWatch() async throws {
        let hub = try TestHub()
        let service = EchoService()
        let device = try hub.device()
        try await withServer(hub, service) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            let watch = Task { try await client.watch([9]) }
            try await eventually { service.seen.heldWatches == 1 }
            watch.cancel()
            await #expect(throws: CancellationError.self) { try await watch.value }
            try await eventually { service.seen.heldWatches == 0 }
        }
    }

    @Test("A cancelled request ends at once and closes its connection")
    func cancelled() async throws {
        let hub = try TestHub()
        let gate = Gate()
        let device = try hub.device()
        try await withServer(hub, EchoService(gate: gate)) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            let request = Task { try await client.post(.frontiers, [2]) }
            try await eventually { await gate.count == 1 }
            request.cancel()
            await #expect(throws: CancellationError.self) { try await request.value }
            #expect(!client.isOpen)
            await gate.open()
        }
    }
}
