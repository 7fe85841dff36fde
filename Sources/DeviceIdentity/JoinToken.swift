/// One line that lets one device join one hub, once: `zs1-…`.
///
/// Holds where the hub listens, the fingerprint of its authority, so that the first contact cannot
/// be intercepted, and a secret. In base 32 without letters that look alike, so that it can be read
/// over the telephone. Source: Protocol/4-identity, "Join token".
public struct JoinToken: Hashable, Sendable {
    /// Where the hub listens; the first that answers is used.
    public let hubs: [PeerAddress]
    /// SHA-256 of the authority's certificate: 32 bytes.
    public let fingerprint: [UInt8]
    /// 128 bits that only the hub and the holder know.
    public let secret: [UInt8]

    /// What every token begins with; the digit is the version.
    public static let prefix = "zs1-"
    /// Bytes of a secret.
    public static let secretBytes = 16
    /// The most addresses of a hub.
    public static let hubsMax = 4
    /// The most letters of a token, spaces and all.
    public static let textLengthMax = 4_096

    private static let checksumBytes = 4

    /// Makes a token; nil for a fingerprint, secret or number of addresses of the wrong size.
    public init?(hubs: [PeerAddress], fingerprint: [UInt8], secret: [UInt8]) {
        guard (1...Self.hubsMax).contains(hubs.count),
            fingerprint.count == AuthorityCertificate.fingerprintBytes,
            secret.count == Self.secretBytes
        else { return nil }
        self.hubs = hubs
        self.fingerprint = fingerprint
        self.secret = secret
    }

    /// Reads a token as a person typed or pasted it: in either case, with spaces, line breaks and
    /// further hyphens anywhere.
    public init(_ text: some StringProtocol) throws(JoinTokenError) {
        guard text.utf8.count <= Self.textLengthMax else { throw .notAToken }
        let typed = String(text.filter { !$0.isWhitespace }).lowercased()
        guard typed.hasPrefix(Self.prefix) else {
            throw typed.hasPrefix("zs") && typed.dropFirst(3).hasPrefix("-")
                ? .otherVersion : .notAToken
        }
        let letters = typed.dropFirst(Self.prefix.count).filter { $0 != "-" }
        guard let bytes = CrockfordBase32.bytes(of: letters), bytes.count > Self.checksumBytes,
            Self.checksum(bytes.dropLast(Self.checksumBytes))
                == Array(bytes.suffix(Self.checksumBytes))
        else { throw .altered }
        var rest = bytes.dropLast(Self.checksumBytes)
        let fingerprint = Array(rest.prefix(AuthorityCertificate.fingerprintBytes))
        rest = rest.dropFirst(AuthorityCertificate.fingerprintBytes)
        let secret = Array(rest.prefix(Self.secretBytes))
        rest = rest.dropFirst(Self.secretBytes)
        var hubs: [PeerAddress] = []
        while let count = rest.popFirst() {
            guard rest.count >= count, hubs.count < Self.hubsMax,
                let hub = PeerAddress(String(decoding: rest.prefix(Int(count)), as: UTF8.self))
            else { throw .altered }
            hubs.append(hub)
            rest = rest.dropFirst(Int(count))
        }
        guard let token = JoinToken(hubs: hubs, fingerprint: fingerprint, secret: secret) else {
            throw .altered
        }
        self = token
    }

    /// The token as it is handed over.
    public var text: String {
        var bytes = fingerprint + secret
        for hub in hubs {
            let authority = Array(hub.authority.utf8)
            bytes += [UInt8(truncatingIfNeeded: authority.count)] + authority
        }
        return Self.prefix + CrockfordBase32.text(of: bytes + Self.checksum(bytes[...]))
    }

    /// What the hub stores and looks a token up by: a hash that does not give the secret away.
    public var secretHash: [UInt8] { Self.hash(ofSecret: secret) }

    /// The hash of a secret as it came with a join.
    public static func hash(ofSecret secret: [UInt8]) -> [UInt8] {
        TaggedHash.sha256("zssync/1 join secret", secret)
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(TaggedHash.sha256("zssync/1 join token", Array(bytes)).prefix(checksumBytes))
    }
}

extension JoinToken: CustomStringConvertible, CustomReflectable {
    /// Names the hub, never the secret.
    public var description: String {
        "JoinToken(\(hubs.map(\.description).joined(separator: " ")))"
    }
    /// Nothing, so that no dump shows the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
