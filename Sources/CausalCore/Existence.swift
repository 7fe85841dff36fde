/// Whether a record is there, by the causal tombstone rule.
///
/// Every write and every deletion is a sibling until a later one has seen it. A record is hidden only
/// when nothing but deletions is left, that is, when the deletions had seen every write; a write that
/// no deletion saw keeps it visible, and both together are an edit-vs-delete conflict.
/// Source: Protocol/1-causality, "Deletion".
public struct Existence: Hashable, Sendable {
    /// What one sibling says of the record.
    public enum Claim: UInt8, Hashable, Sendable {
        /// Somebody wrote to it.
        case written = 0
        /// Somebody deleted it.
        case deleted = 1
    }

    /// The claims that nobody has superseded.
    public private(set) var claims: Register<Claim>

    /// An existence with the given claims.
    public init(claims: Register<Claim> = .init()) {
        self.claims = claims
    }

    /// Notes that the change at `stamp` wrote or deleted, having seen `context`.
    public mutating func note(_ claim: Claim, at stamp: Stamp, context: VersionVector) {
        claims.write(claim, at: stamp, context: context)
    }

    /// Whether the record is hidden.
    public var isDeleted: Bool {
        #if PLANTED_BUGS
            if PlantedBug.active == .deletesUnseen {
                return claims.siblings.contains { $0.value == .deleted }
            }
        #endif
        return !claims.siblings.isEmpty && claims.siblings.allSatisfy { $0.value == .deleted }
    }

    /// Whether a deletion stands against a write that it had not seen.
    public var isContested: Bool { claims.isContested }
}
