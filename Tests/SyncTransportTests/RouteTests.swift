import DeviceIdentity
import SyncProtocol
import SyncTransport
import Testing

@Suite("Routes over mutual TLS", .timeLimit(.minutes(1)))
struct RouteTests {
    @Test("Every route answers a device of the hub, all on one connection")
    func everyRoute() async throws {
        let hub = try TestHub()
        let service = EchoService()
        let device = try hub.device()
        try await withServer(hub, service) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            #expect(client.peer.isHub)
            #expect(client.authority == hub.authority.certificate)
            #expect(try await client.post(.frontiers, [5, 6]) == [5, 6])
            #expect(try await client.post(.frontiers, []) == [])
            #expect(
                try await client.push(.changes, frames: [[1], [], [2, 3]])
                    == Array("durable".utf8))
            var frames: [[UInt8]] = []
            for try await frame in try await client.fetch(.fetch, [2]) { frames.append(frame) }
            #expect(frames == (0..<3).map { [UInt8](repeating: $0, count: 10) })
            #expect(try await client.watch([3]) == Array("moved".utf8) + [3])
            #expect(try await client.post(.renew, [4]) == Array("renewed".utf8))
            #expect(client.roundTrips == 6)
            #expect(client.isOpen)
            client.close()
        }
        #expect(service.seen.peers == [device.certificate.device])
        #expect(service.seen.frames == 3)
    }

    @Test("Nothing to do costs at most 600 bytes of application data, both ways")
    func frugal() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService()) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            _ = try await client.post(.frontiers, [UInt8](repeating: 7, count: 60))
            #expect(client.bytesSent + client.bytesReceived <= 600)
            #expect(client.bytesSent >= 60 && client.bytesReceived >= 60)
            #expect(client.roundTrips == 1)
            print("one round trip:", client.bytesSent, "+", client.bytesReceived, "bytes")
        }
    }

    @Test("A refusal arrives as it was made, and the connection goes on")
    func refusal() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService()) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            let refusal = Refusal(.badSegment, "第 1 段不对。 Segment 1 is wrong.")
            await #expect(throws: TransportError.refused(refusal)) {
                try await client.post(.frontiers, [1])
            }
            let version = Refusal(.version, "版本不符。 No version in common.")
            await #expect(throws: TransportError.refused(version)) {
                try await client.fetch(.fetch, [1])
            }
            #expect(try await client.post(.frontiers, [2]) == [2])
        }
    }

    @Test("An error of the service reaches the peer as a fixed sentence, without its cause")
    func internalError() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService()) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            do {
                _ = try await client.post(.frontiers, [0])
                Issue.record("no error")
            } catch let TransportError.refused(refusal) {
                #expect(refusal.code == .internalError)
                #expect(!refusal.message.contains("Failure"))
            }
        }
    }

    @Test("A refusal in the middle of a push stops the push and is read")
    func refusedPush() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService()) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            var sent = 0
            do {
                _ = try await client.push(.changes) {
                    sent += 1
                    return sent == 3 ? [0xFF] : [UInt8](repeating: 1, count: 100_000)
                }
                Issue.record("no error")
            } catch {
                let refusal = Refusal(.notPermitted, "不可以。 No.")
                #expect(error as? TransportError == .refused(refusal))
            }
            // The push itself would never have ended.
            #expect(sent > 3)
        }
    }

    @Test("A stream that fails half way is cut, never taken for whole")
    func failedFetch() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService(failsAfter: 2)) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            var frames = 0
            await #expect(throws: TransportError.notReachable(.cut)) {
                for try await _ in try await client.fetch(.fetch, []) { frames += 1 }
            }
            #expect(frames <= 2)
        }
    }

    @Test("A node that is no hub refuses joins")
    func joinAtNode() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService(), acceptsJoins: false) { address in
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            do {
                _ = try await client.post(.join, [])
                Issue.record("no error")
            } catch let TransportError.refused(refusal) {
                #expect(refusal.code == .notFound)
            }
        }
    }
}
