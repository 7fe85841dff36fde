import RecordModel

/// The name of a hub: 26 letters of base 32, half a hash of its authority's public key.
///
/// A renewed CA certificate over the same key keeps the name.
/// Source: Protocol/4-identity, "Names".
public struct HubID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as text.
    public let text: String

    /// Letters of the text form.
    public static let textLength = 26

    /// Reads an id; nil unless it is 26 lower-case letters and digits of base 32 over 16 bytes.
    public init?(_ text: some StringProtocol) {
        guard let id = RecordID(text), id.text == text else { return nil }
        self.text = String(text)
    }

    /// The id of the hub whose authority holds the private half of `publicKey` (33 bytes).
    public static func of(publicKey: [UInt8]) -> HubID {
        HubID(hash: TaggedHash.sha256("zssync/1 hub", publicKey))
    }

    private init(hash: [UInt8]) {
        let id = RecordID(bytes: hash.prefix(16))
        guard let id else { preconditionFailure("SHA-256 has over sixteen bytes") }
        text = id.text
    }

    /// The id as text.
    public var description: String { text }

    /// Orders ids as their text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
