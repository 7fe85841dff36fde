import DeviceIdentity
import ProcessSimulation
import SyncProtocol
import SyncTransport
import Testing

@Suite("Cut lines", .timeLimit(.minutes(2)))
struct CutTests {
    @Test("Wherever the line is cut, a session fails with a reason or is whole, and never hangs")
    func everywhere() async throws {
        let hub = try TestHub()
        let device = try hub.device()
        try await withServer(hub, EchoService()) { address in
            let line = try FaultyLine(to: address.port)
            let front = try #require(PeerAddress(host: "127.0.0.1", port: line.port))
            var bytes = 0
            var cuts = 0
            while true {
                line.set(.cut(after: bytes))
                do {
                    let client = try await SyncClient.connect(
                        to: front, as: device, trusting: hub.asHub)
                    #expect(try await client.post(.frontiers, [5, 6]) == [5, 6])
                    #expect(
                        try await client.push(.changes, frames: [[1], [2, 3]])
                            == Array("durable".utf8))
                    var frames = 0
                    for try await _ in try await client.fetch(.fetch, [2]) { frames += 1 }
                    #expect(frames == 3)
                    break
                } catch TransportError.notReachable {
                    cuts += 1
                } catch {
                    Issue.record("cut after \(bytes) bytes: \(error)")
                }
                bytes += 61
            }
            #expect(cuts > 50)
            // The server has survived it all.
            let client = try await SyncClient.connect(
                to: address, as: device, trusting: hub.asHub)
            #expect(try await client.post(.frontiers, [7]) == [7])
        }
    }
}
