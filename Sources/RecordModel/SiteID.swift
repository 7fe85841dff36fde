/// One village or community: the statistical code under which it was first registered.
///
/// Immutable: when a code changes, the site keeps this id and its registry row gets the new code.
/// Letters, digits, `-` and `_`, 1 to 32 of them. The hub itself is the site ``hub``.
public struct SiteID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as text.
    public let text: String

    /// The site of the hub's own device.
    public static let hub = SiteID(unchecked: "hub")

    /// Reads an id; nil unless it is 1 to 32 letters, digits, `-` or `_`.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard text.withUTF8({ Self.isID($0) }) else { return nil }
        self.text = text
    }

    private static func isID(_ letters: UnsafeBufferPointer<UInt8>) -> Bool {
        (1...32).contains(letters.count)
            && letters.allSatisfy {
                switch $0 {
                case 48...57, 65...90, 97...122, 45, 95: true
                default: false
                }
            }
    }

    private init(unchecked text: String) {
        self.text = text
    }

    /// The id as text.
    public var description: String { text }

    /// Orders ids as their text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
