import SyncProtocol

/// The requests of the protocol.
///
/// Source: Protocol/3-sync, "Routes".
public enum SyncRoute: String, Hashable, Sendable, CaseIterable {
    /// Compare frontiers.
    case frontiers = "/v1/frontiers"
    /// Push segments.
    case changes = "/v1/changes"
    /// Pull segments.
    case fetch = "/v1/changes/fetch"
    /// Wait until something moves.
    case watch = "/v1/watch"
    /// Renew a certificate.
    case renew = "/v1/renew"
    /// Join with a token.
    case join = "/v1/join"

    /// The HTTP method.
    public var method: String { self == .watch ? "GET" : "POST" }

    /// The most bytes of a body that is not a stream of frames.
    public var bodyBytesMax: Int {
        switch self {
        case .join, .renew: 16 << 10
        case .frontiers, .changes, .fetch, .watch: Limits.messageBytesMax
        }
    }
}
