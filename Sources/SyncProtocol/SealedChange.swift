/// One change as it is sent, hashed and stored: bytes that are never encoded again.
public struct SealedChange: Hashable, Sendable {
    /// The part that may be erased, or what is left of it.
    public enum Content: Hashable, Sendable {
        /// The salt and the encoded body behind it.
        case body(salted: [UInt8])
        /// The digest of a body that was erased.
        case erased(digest: HashBytes)
    }

    /// The encoded header.
    public let header: [UInt8]
    /// The body.
    public let content: Content

    /// Makes a sealed change of its parts.
    public init(header: [UInt8], content: Content) {
        self.header = header
        self.content = content
    }

    /// What stands for the body in the chain.
    public var bodyDigest: HashBytes {
        switch content {
        case .body(let salted): HashChain.bodyDigest(salted: salted)
        case .erased(let digest): digest
        }
    }

    /// Bytes of header and body together.
    public var byteCount: Int {
        switch content {
        case .body(let salted): header.count + salted.count
        case .erased(let digest): header.count + digest.count
        }
    }
}
