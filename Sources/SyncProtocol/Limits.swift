/// The bounds of the protocol. Above one: refused before work is done, with the limit in the message.
///
/// Source: Protocol/3-sync, "Limits".
public enum Limits: Sendable {
    /// The most bytes of one message as sent.
    public static let messageBytesMax = 1 << 20
    /// The most bytes of one segment's batch once inflated.
    public static let plainBytesMax = 8 << 20
    /// The most changes one segment may carry.
    public static let segmentChangesMax = 1_000
    /// The most mutations one change may carry.
    public static let mutationsMax = 256
    /// The most bytes of UTF-8 in one text value.
    public static let textBytesMax = 64 << 10
    /// The most bytes of UTF-8 in the name of a change's author.
    public static let actorBytesMax = 256
    /// The deepest nesting of lists and objects in one value.
    public static let valueDepthMax = 16
    /// The most replicas in one frontier or context.
    public static let replicasMax = 1_024
    /// The most scopes in one request.
    public static let scopesMax = 4_096
    /// The most segments that a question may bring along.
    public static let newsSegmentsMax = 64
    /// The highest Lamport number and the highest seq: what JSON can carry exactly.
    public static let counterMax: UInt64 = 1 << 53
    /// The most bytes of one change's header and body together.
    public static let changeBytesMax = 512 << 10
    /// The most bytes of one change's salt and body together: the same body may have to stand behind
    /// the longest header there can be, when it is written anew.
    public static let bodyBytesMax = 480 << 10
    /// The most parts that the columns of a batch may be of.
    public static let bodyPartsMax = 1_024
    /// The most pieces that a body taken apart may have: its mutations and five fields.
    public static let bodyPiecesMax = mutationsMax + 5
    /// The most requests that one device may have under way.
    public static let requestsPerDevice = 8
    /// The bytes of headers, salts and bodies at which an author cuts a segment: no compression may
    /// help, and a segment must fit into one message all the same.
    public static let segmentPlainBytes = 960 << 10
}
