import SyncProtocol

/// How long a client waits and how much it takes.
public struct ClientLimits: Sendable {
    /// For the connection and TLS to come about, each.
    public var connectSeconds = 10
    /// For one frame to be taken or to arrive, and for an answer to come.
    public var stepSeconds = 60
    /// For the answer to a watch, which the server holds back for 55 seconds.
    public var watchSeconds = 75
    /// The most bytes of an answer, or of one frame of a streamed one.
    public var frameBytesMax = Limits.messageBytesMax

    /// The usual limits.
    public init() {}
}
