public import CausalCore
import Crypto
public import RecordModel

/// Thirty-two bytes of SHA-256.
public typealias HashBytes = [UInt8]

/// The hash chain of a feed, over the bytes as sent and stored, never over a re-encoding.
///
/// Source: Protocol/1-causality, "Hash chain".
public enum HashChain: Sendable {
    /// Bytes of a hash.
    public static let hashBytes = 32
    /// Bytes of a signature over a checkpoint.
    public static let signatureBytes = 64
    /// Bytes of a body's salt.
    public static let saltBytes = 16
    /// Bytes of a hash that travel with a frontier.
    public static let prefixBytes = 8

    private static let feedTag = Array("zssync/1 feed\0".utf8)
    private static let changeTag = Array("zssync/1 change\0".utf8)
    private static let bodyTag = Array("zssync/1 body\0".utf8)
    private static let checkpointTag = Array("zssync/1 checkpoint\0".utf8)

    /// The hash before the first change: binds the chain to its scope and author.
    public static func genesis(scope: Scope, replica: ReplicaID) -> HashBytes {
        let text = Array(scope.text.utf8)
        return digest(of: feedTag + [UInt8(truncatingIfNeeded: text.count)] + text + replica.bytes)
    }

    /// The digest that stands for a body in the chain, also once the body is erased.
    ///
    /// `salted` is the salt and the body behind it. The salt keeps an erased body from being guessed
    /// from its digest.
    public static func bodyDigest(salted: [UInt8]) -> HashBytes {
        digest(of: bodyTag, salted)
    }

    /// The hash of a change that follows `previous`.
    public static func next(
        after previous: HashBytes, header: [UInt8], bodyDigest: HashBytes
    ) -> HashBytes {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(changeTag.count + header.count + 4 + 2 * hashBytes)
        bytes += changeTag
        bytes += previous
        let count = UInt32(truncatingIfNeeded: header.count)
        withUnsafeBytes(of: count.bigEndian) { bytes += $0 }
        bytes += header
        bytes += bodyDigest
        return digest(of: bytes)
    }

    /// What an author signs to vouch for its feed up to `seq`.
    public static func checkpointBytes(
        scope: Scope, replica: ReplicaID, seq: UInt64, hash: HashBytes
    ) -> [UInt8] {
        let text = Array(scope.text.utf8)
        var bytes = checkpointTag + [UInt8(truncatingIfNeeded: text.count)] + text
        Dot(replica, seq).append(to: &bytes)
        return bytes + hash
    }

    private static func digest(of parts: [UInt8]...) -> HashBytes {
        var hasher = SHA256()
        for part in parts { part.withUnsafeBytes { hasher.update(bufferPointer: $0) } }
        return hasher.finalize().withUnsafeBytes { Array($0) }
    }
}
