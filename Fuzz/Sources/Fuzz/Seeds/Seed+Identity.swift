import Crypto
@testable import DeviceIdentity
import RecordModel

extension Seed {
    /// A token as text, with a checksum that is right.
    private static func token(_ payload: [UInt8]) -> String {
        let sum = TaggedHash.sha256("zssync/1 join token", payload).prefix(4)
        return JoinToken.prefix + CrockfordBase32.text(of: payload + sum)
    }

    private static func host(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }

    static var tokens: [Seed] {
        get throws {
            let secret = [UInt8](repeating: 9, count: 48)
            let good = secret + host("hub.example:7443")
            let text = token(good)
            return [
                Seed("a-token", text), Seed("a-token-as-payload", good),
                Seed("a-token-in-groups", text.map { "\($0)-\n " }.joined()),
                Seed(
                    "letters-that-look-alike",
                    text.replacing("0", with: "O").replacing("1", with: "l")),
                Seed("a-letter-that-is-lowered-to-two", "zs1-\u{130}\u{212A}\u{FB03}"),
                Seed("no-hub", secret),
                Seed("five-hubs", secret + (1...5).flatMap { host("h\($0):1") }),
                Seed("a-hub-beyond-the-end", secret + [200, 0x61]),
                Seed("a-hub-with-a-zero", secret + host("a\0b:1")),
                Seed(
                    "a-port-of-many-digits", secret + host("a:" + String(repeating: "9", count: 40))
                ),
                Seed("an-address-of-version-six", secret + host("[fe80::1]:7443")),
                Seed("too-long", "zs1-" + String(repeating: "0", count: 4_100)),
            ]
        }
    }

    static var certificates: [Seed] {
        get throws {
            let now: Int64 = 1_780_000_000
            let key = try DeviceKey(rawBytes: [UInt8](repeating: 11, count: 32))
            let authority = try CertificateAuthority(name: "hub", secondsSince1970: now)
            let request = try CertificateRequest(key: key)
            let site = SiteID("442000001001") ?? .hub
            let device = try authority.issue(
                request, site: site, roles: [.clerk, .reviewer], label: "前台",
                secondsSince1970: now
            ).der
            let hub = try authority.issue(
                request, site: .hub, roles: [.hub], label: "hub", hosts: ["hub.example", "::1"],
                secondsSince1970: now
            ).der
            return [
                Seed("a-device", device), Seed("the-hub", hub),
                Seed("an-authority", authority.certificate.der), Seed("a-request", request.der),
                Seed("a-length-that-is-not-said", [0x30, 0x80, 0x02, 1, 1, 0, 0]),
                Seed("a-length-of-2-to-the-63", [0x30, 0x88, 0x80, 0, 0, 0, 0, 0, 0, 0]),
                Seed("sequences-600-deep", deep(600)),
                Seed("with-a-role-of-tomorrow", changed(device, "clerk", to: "mayor")),
                Seed("with-a-hub-s-role", changed(device, "clerk", to: "hub\0\0")),
                Seed("of-month-13", changed(device, "26", to: "2613")),
                Seed("on-no-curve", point(device, of: key)),
                Seed("for-no-host", changed(hub, "hub.example", to: "hub\0example")),
            ]
        }
    }

    /// A sequence in a sequence, `depth` times.
    private static func deep(_ depth: Int) -> [UInt8] {
        Proto.nested(depth, []) { inner in
            let count = inner.count
            let length: [UInt8] =
                count < 0x80 ? [UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
            return [0x30] + length + inner
        }
    }

    /// `der` with another point than the key's.
    private static func point(_ der: [UInt8], of key: DeviceKey) -> [UInt8] {
        let x = Array(key.publicKey.dropFirst())
        return changed(der, x, to: [UInt8](repeating: 0xFF, count: x.count))
    }

    private static func changed(
        _ bytes: [UInt8], _ old: String, to new: String
    ) -> [UInt8] {
        changed(bytes, Array(old.utf8), to: Array(new.utf8))
    }

    /// `bytes` with `new` written over each `old`.
    private static func changed(_ bytes: [UInt8], _ old: [UInt8], to new: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for start in bytes.indices where bytes[start...].starts(with: old) {
            for (place, byte) in new.enumerated() where start + place < bytes.count {
                bytes[start + place] = byte
            }
        }
        return bytes
    }
}
