import DeviceIdentity
import Foundation
import RecordModel
import SyncAgent
import SyncEngine

/// Workload B: a device of a village, and a second hub, get everything from a hub over TLS; then the
/// device idles. Hub and device are processes of their own, as in life.
struct BootstrapWorkload {
    /// What an idle node settles in before its memory is read, in seconds.
    private static let settling = 3.0

    let count: Int

    func once() async throws -> [Step] {
        let disk = NSTemporaryDirectory() + "zssync-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: disk) }
        let hub = try HubProgram(in: disk, visits: count)
        let device = try bootstrapDevice(of: hub, in: disk)
        let second = try await bootstrapHub(from: hub, in: disk)
        let node = try ChildProgram(["node", "--data", disk + "/device"], in: disk)
        try await Task.sleep(for: .seconds(Self.settling))
        var idle = Step(.bootstrap, "idle node", rows: count)
        idle.residentBytes = node.residentBytes()
        _ = try node.stop()
        var served = Step(.bootstrap, "hub", rows: count)
        served.residentBytes = try hub.serve.stop().residentBytesMax
        return [device, second, idle, served]
    }

    private func bootstrapDevice(of hub: HubProgram, in disk: String) throws -> Step {
        let (cost, output) = try hub.join("device", site: hub.site, in: disk)
        guard output.contains("\(count + hub.registryCount) changes") else {
            throw NotMeasured(what: "changes received: " + output, found: 0)
        }
        var step = Step(.bootstrap, "new device", rows: count)
        step.seconds = cost.wall
        step.cpuSeconds = cost.cpu
        step.residentBytes = cost.residentBytesMax
        return step
    }

    private func bootstrapHub(from hub: HubProgram, in disk: String) async throws -> Step {
        let pem = try String(
            contentsOfFile: DataDirectory(path: hub.data).authorityPath, encoding: .utf8)
        let authority = try CertificateAuthority(pem: pem)
        let hubKey = try ReplicaHost.openForReading(DataDirectory(path: hub.data)).identity
            .hubPublicKey
        let host = try await ReplicaHost.makeNode(
            in: DataDirectory(path: disk + "/second"), hubs: []
        ) { key in
            let certificate = try authority.issue(
                CertificateRequest(key: key), site: .hub, roles: [.hub], label: "second",
                secondsSince1970: Int64(Date().timeIntervalSince1970))
            return (certificate, authority.certificate, hubKey)
        }
        guard let address = PeerAddress("https://127.0.0.1:\(hub.port)") else {
            throw NotMeasured(what: "address", found: hub.port)
        }
        let start = Stopwatch.now(CLOCK_MONOTONIC)
        let summary = try await Synchronizer.sync(host, with: .peer(address))
        let seconds = Stopwatch.now(CLOCK_MONOTONIC) - start
        guard summary.received >= count else {
            throw NotMeasured(what: "changes received", found: summary.received)
        }
        var step = Step(.bootstrap, "second hub", rows: summary.received)
        step.seconds = seconds
        step.bytes = summary.bytesReceived + summary.bytesSent
        return step
    }
}
