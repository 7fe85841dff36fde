@testable import DeviceIdentity

/// The line that lets a device join: as text, and as what a text holds, with a checksum that is right.
enum TokenTarget {
    static func run(_ bytes: [UInt8]) throws {
        try check(String(decoding: bytes, as: UTF8.self))
        let sum = TaggedHash.sha256("zssync/1 join token", bytes).prefix(4)
        try check(JoinToken.prefix + CrockfordBase32.text(of: bytes + sum))
        if let address = PeerAddress(String(decoding: bytes, as: UTF8.self)) {
            try Law.holds(PeerAddress(address.description) == address, "an address comes back")
        }
    }

    private static func check(_ text: String) throws {
        guard let token = try Law.typed(JoinTokenError.self, "a token", { try JoinToken(text) })
        else { return }
        let again = try Law.certain("a token, again") { try JoinToken(token.text) }
        try Law.holds(again == token, "a token comes back as it was")
    }
}
