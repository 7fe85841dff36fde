import Crypto
import DeviceIdentity

/// A certificate, an authority's certificate and a request: the bytes as they are, and their first part
/// signed anew, as no mutation would get past a signature.
enum CertificateTarget {
    static func run(_ bytes: [UInt8]) throws {
        try check(bytes)
        let part = firstPart(of: bytes) ?? bytes
        for key in keys { try check(try signed(part, by: key)) }
    }

    /// A device's key, and an authority's.
    static let keys: [P256.Signing.PrivateKey] = [11, 12].compactMap {
        try? P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: $0, count: 32))
    }

    private static func check(_ der: [UInt8]) throws {
        let request = try Law.typed(IdentityError.self, "a request") {
            try CertificateRequest(der: der)
        }
        if let request { _ = request.device }
        let authority = try Law.typed(IdentityError.self, "an authority") {
            try AuthorityCertificate(der: der)
        }
        let policy = TrustPolicy(authorities: [authority].compactMap { $0 })
        let device = try Law.typed(IdentityError.self, "a certificate") {
            try DeviceCertificate(der: der)
        }
        if let device {
            _ = device.isDueForRenewal(secondsSince1970: 1_780_000_000)
            try Law.holds(
                try DeviceCertificate(der: device.der) == device, "a certificate comes back")
        }
        for purpose in [TrustPolicy.Purpose.sync, .renewal] {
            _ = try Law.typed(IdentityError.self, "trust") {
                try policy.verify(
                    der: der, validity: .atTime(secondsSince1970: 1_780_000_000), revoked: [],
                    purpose: purpose)
            }
        }
    }

    /// SEQUENCE { what is signed, ecdsa-with-SHA256, the signature }.
    static func signed(_ part: [UInt8], by key: P256.Signing.PrivateKey) throws -> [UInt8] {
        let signature = Array(try key.signature(for: part).derRepresentation)
        let algorithm: [UInt8] = [
            0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02,
        ]
        return tagged(0x30, part + algorithm + tagged(0x03, [0] + signature))
    }

    private static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)] : [0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
        return [tag] + length + content
    }

    /// The first element within the outermost one; nil where the bytes are not so made.
    private static func firstPart(of der: [UInt8]) -> [UInt8]? {
        guard let outer = content(of: der, at: 0),
            let inner = content(of: der, at: outer.lowerBound)
        else { return nil }
        return Array(der[outer.lowerBound..<inner.upperBound])
    }

    private static func content(of der: [UInt8], at start: Int) -> Range<Int>? {
        guard start + 2 <= der.count else { return nil }
        let first = Int(der[start + 1])
        let lengthBytes = first < 0x80 ? 0 : first & 0x7F
        guard lengthBytes <= 2, start + 2 + lengthBytes <= der.count else { return nil }
        let begin = start + 2 + lengthBytes
        let count =
            lengthBytes == 0
            ? first : der[start + 2..<begin].reduce(0) { $0 << 8 | Int($1) }
        return begin + count <= der.count ? begin..<begin + count : nil
    }
}
