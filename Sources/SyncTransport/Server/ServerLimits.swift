import SyncProtocol

/// How much a server takes and how long it waits. Every wait for a peer has one of these.
public struct ServerLimits: Sendable {
    /// The most connections at once; further ones wait to be accepted.
    public var connectionsMax = 1_024
    /// The most requests at once of one device.
    public var requestsPerDeviceMax = Limits.requestsPerDevice
    /// The most bytes of one frame.
    public var frameBytesMax = Limits.messageBytesMax
    /// For TLS to be agreed upon.
    public var handshakeSeconds = 10
    /// For a request's head, and between requests.
    public var idleSeconds = 90
    /// For a whole body, or one frame of a stream, to arrive or to be taken.
    public var stepSeconds = 60
    /// For the rest of a refused body, so that the refusal can still be read.
    public var lingerSeconds = 2
    /// For requests under way when the server is asked to stop.
    public var shutdownSeconds = 5
    /// Wrong join secrets from one address within ``guessSpanSeconds`` before it must wait.
    public var guessesMax = 10
    /// The span over which wrong join secrets are counted.
    public var guessSpanSeconds = 60

    /// The usual limits.
    public init() {}
}
