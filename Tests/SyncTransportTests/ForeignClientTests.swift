import DeviceIdentity
import Foundation
import RecordModel
import SwiftASN1
import SyncProtocol
import SyncTransport
import Testing

/// The protocol is to be spoken by programs that are not ours; curl stands for them here.
@Suite("Foreign clients", .timeLimit(.minutes(1)), .enabled(if: Curl.isInstalled))
struct ForeignClientTests {
    private let folder: URL
    private let hub: TestHub

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "zssync-curl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        hub = try TestHub()
        let device = try hub.device()
        let files = [
            ("key", "PRIVATE KEY", device.key.privateKeyDER),
            ("certificate", "CERTIFICATE", device.certificate.der),
            ("authority", "CERTIFICATE", device.authority.der),
        ]
        for (name, type, der) in files {
            let pem = PEMDocument(type: type, derBytes: der).pemString + "\n"
            try Data(pem.utf8).write(to: folder.appending(path: name))
        }
    }

    private func itself() throws -> DeviceCredentials {
        let key = DeviceKey()
        // Now, as curl asks the clock of the machine.
        let certificate = try hub.authority.issue(
            CertificateRequest(key: key), site: .hub, roles: [.hub], label: "中心",
            hosts: ["127.0.0.1"], secondsSince1970: Int64(Date().timeIntervalSince1970))
        return try DeviceCredentials(
            key: key, certificate: certificate, authority: hub.authority.certificate)
    }

    @Test("curl is served over either version of HTTP", arguments: ["--http2", "--http1.1"])
    func curl(version: String) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let service = EchoService(frames: 2, frameBytes: 3)
        try await withServer(hub, service, as: itself()) { address in
            let identity = [
                version, "--silent", "--tlsv1.3", "--cacert", path("authority"), "--cert",
                path("certificate"), "--key", path("key"),
            ]
            let echoed = try await Curl.run(
                identity + ["--data-binary", "hello", "\(address)/v1/frontiers"])
            #expect(echoed == Array("hello".utf8))
            let pushed = try await Curl.run(
                identity + ["--data-binary", "\u{1}a\u{2}bc", "\(address)/v1/changes"])
            #expect(pushed == Array("durable".utf8))
            let fetched = try await Curl.run(
                identity + ["--data-binary", "2", "\(address)/v1/changes/fetch"])
            #expect(fetched == [3, 0, 0, 0, 3, 1, 1, 1])
            let headed = try await Curl.run(identity + ["--include", "\(address)/v1/watch"])
            let line = version == "--http2" ? "HTTP/2 200" : "HTTP/1.1 200"
            #expect(headed.starts(with: line.utf8))
            let watched = try await Curl.run(identity + ["\(address)/v1/watch"])
            #expect(watched == Array("moved".utf8))
            let nothing = try await Curl.run(identity + ["\(address)/"])
            #expect(try Refusal(bytes: nothing).code == .notFound)
        }
        #expect(service.seen.frames == 2)
        #expect(service.seen.peers.count == 1)
    }

    @Test("TLS 1.2 is not spoken")
    func oldTLS() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withServer(hub, EchoService(), as: itself()) { address in
            await #expect(throws: Curl.Failed.self) {
                try await Curl.run([
                    "--silent", "--tls-max", "1.2", "--cacert", path("authority"),
                    "\(address)/v1/watch",
                ])
            }
        }
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path() }
}
