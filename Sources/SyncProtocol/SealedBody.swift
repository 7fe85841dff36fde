public import RecordModel

/// A change's body as it is sent and hashed: all of a change that does not depend on its place in a
/// feed, so that many can be made while another thread writes.
public struct SealedBody: Hashable, Sendable {
    /// The name of the record's kind.
    public let kind: String
    /// The salt and the encoded `ChangeBody` behind it.
    public let salted: [UInt8]
    /// The digest that stands for both in the chain.
    public let digest: HashBytes

    /// Encodes what a person saved; throws ``WireError`` for what a reader would have to refuse.
    ///
    /// `salt` has ``HashChain/saltBytes`` bytes, `recordedAt` is the author's clock in milliseconds
    /// since 1970.
    public init(
        kind: String, kindVersion: Int, mutations: [Mutation], recordedAt: Int64, actor: String,
        reason: String, salt: [UInt8]
    ) throws {
        precondition(salt.count == HashChain.saltBytes, "a salt has its length")
        var writer = ProtobufWriter(capacity: 1_024)
        writer.append(salt)
        try writer.body(
            kind: kind, kindVersion: kindVersion, mutations: mutations, recordedAt: recordedAt,
            actor: actor, reason: reason)
        guard writer.bytes.count <= Limits.bodyBytesMax else {
            throw WireError.tooLarge(what: "change body", limit: Limits.bodyBytesMax)
        }
        self.init(kind: kind, salted: writer.bytes)
    }

    /// A body that was sealed before, which goes into another place byte for byte.
    public init(kind: String, salted: [UInt8]) {
        self.kind = kind
        self.salted = salted
        digest = HashChain.bodyDigest(salted: salted)
    }
}
