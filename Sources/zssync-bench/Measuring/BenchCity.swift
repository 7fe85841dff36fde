import DeviceIdentity
import RecordModel
import SyncEngine

/// A hub and devices that it has registered and that hold its registry. Equal keys in every run.
struct BenchCity {
    /// Some second of 2026, when all certificates are valid.
    private static let now: Int64 = 1_780_000_000

    let hub: BenchReplica
    let devices: [BenchReplica]

    /// A hub that holds `visits`, and `count` devices that hold all that it does.
    init(devices count: Int = 0, holding visits: VisitRows? = nil) throws {
        let keys = try (0...count).map { number in
            var random = SplitMix(seed: 1, domain: 11, number: number)
            // Below the order of the curve, whose first byte is 255.
            return try DeviceKey(
                rawBytes: (0..<32).map { _ in UInt8(random.below(255)) })
        }
        hub = try BenchReplica(keys[0], label: "hub", hub: keys[0])
        devices = try keys.dropFirst().enumerated().map {
            try BenchReplica($1, label: "device \($0 + 1)", hub: keys[0])
        }
        if let visits {
            for batch in visits.rows.batches { try hub.add(batch, kind: visits.kind) }
        }
        guard count > 0 else { return }
        let authority = try CertificateAuthority(name: "bench", secondsSince1970: Self.now)
        for device in devices {
            let certificate = try authority.issue(
                CertificateRequest(key: device.identity.key), site: device.identity.site,
                roles: device.identity.roles, label: device.identity.label,
                secondsSince1970: Self.now)
            try hub.write { try $0.register(certificate) }
        }
        let all = try hub.messages()
        for device in devices { try device.receive(all, from: hub.member) }
    }
}
