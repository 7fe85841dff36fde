/// The protocol versions that this program speaks. A version and the one before it work together.
public enum ProtocolVersion: Sendable {
    /// The version of this program.
    public static let current: UInt32 = 1
}
