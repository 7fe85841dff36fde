public import DeviceIdentity
import SyncProtocol

/// Whom to sync with.
public enum SyncTarget: Hashable, Sendable {
    /// The hub that this device joined.
    case hub
    /// A device that listens at this address.
    case peer(PeerAddress)
}

/// How far a sync has come.
public enum SyncProgress: Hashable, Sendable {
    /// Looking for the other side.
    case connecting
    /// Comparing what both hold.
    case comparing
    /// Changes received so far.
    case receiving(changes: Int)
    /// Changes sent so far, of how many.
    case sending(changes: Int, of: Int)
}

/// What one sync did.
public struct SyncSummary: Hashable, Sendable {
    /// The other side's device id.
    public var peer: String
    /// Changes sent.
    public var sent = 0
    /// Changes received and merged.
    public var received = 0
    /// Whether every local change is durable at the other side.
    public var acknowledged = false
    /// Requests that were answered.
    public var roundTrips = 0
    /// Bytes of application data sent.
    public var bytesSent = 0
    /// Bytes of application data received.
    public var bytesReceived = 0
    /// Conflicts that wait for a person here.
    public var openConflicts = 0
    /// Sentences for people: rollbacks, forks, refusals.
    public var notices: [String] = []
    /// How many feeds were not taken, here or there: the others are through.
    public var refused = 0
}

extension SyncSummary {
    /// Notes feeds that one side did not take, each with its reason.
    mutating func note(_ refusals: [WireSegmentRefusal]) {
        refused += refusals.count
        for refusal in refusals { notices.append(refusal.refusal.message) }
    }
}
