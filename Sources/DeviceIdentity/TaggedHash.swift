import Crypto

/// SHA-256 over a domain tag and parts, so that a hash made for one purpose is of no use for another.
enum TaggedHash {
    /// Bytes of a SHA-256.
    static let byteCount = 32

    /// Hashes `tag`, a zero byte, then `parts` one after the other.
    ///
    /// The parts are not delimited: all but the last must have a fixed length.
    static func sha256(_ tag: String, _ parts: [UInt8]...) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: Array(tag.utf8) + [0])
        for part in parts { hasher.update(data: part) }
        return Array(hasher.finalize())
    }
}
