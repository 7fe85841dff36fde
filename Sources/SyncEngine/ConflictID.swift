import CausalCore
import Crypto
import RecordModel

/// Names of conflicts and of their versions: equal on every replica, sixteen bytes of SHA-256.
///
/// Source: Protocol/2-records, "Conflict ids".
enum ConflictID {
    /// `field` is the field's name, empty for the record as a whole, or for two records that are
    /// compared the identity's name with a `=` behind it.
    static func of(
        scope: Scope, _ conflictClass: ConflictClass, kind: String, record: RecordID, field: String
    ) -> [UInt8] {
        let parts = [
            "zssync/1 conflict", scope.text, conflictClass.rawValue, kind, record.text, field,
        ]
        return hash(parts.joined(separator: "\0").utf8.map { $0 })
    }

    static func version(_ dots: [Dot]) -> [UInt8] {
        var bytes = Array("zssync/1 candidates\0".utf8)
        for dot in dots.sorted() { dot.append(to: &bytes) }
        return hash(bytes)
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes).prefix(16))
    }
}
