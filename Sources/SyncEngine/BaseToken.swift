public import CausalCore
import Foundation
public import RecordModel
import ReplicaStore

/// What a person had seen, as a text that a page or a script can carry: `b1-…`.
///
/// Source: Protocol/1-causality, "Base tokens".
public enum BaseToken: Sendable {
    private static let prefix = "b1-"

    /// The token of `context`.
    public static func text(_ context: VersionVector) -> String {
        var bytes: [UInt8] = []
        for entry in context.entries { Dot(entry.replica, entry.seq).append(to: &bytes) }
        let letters = Data(bytes).base64EncodedString()
        return prefix
            + letters.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The context of a token; nil where it is not one.
    public static func context(_ text: String) -> VersionVector? {
        guard text.hasPrefix(prefix) else { return nil }
        var letters = String(text.dropFirst(prefix.count)).replacing("-", with: "+")
            .replacing("_", with: "/")
        letters += String(repeating: "=", count: (4 - letters.count % 4) % 4)
        guard let bytes = Data(base64Encoded: letters).map({ [UInt8]($0) }),
            bytes.count % Dot.byteCount == 0
        else { return nil }
        var context = VersionVector()
        for start in stride(from: 0, to: bytes.count, by: Dot.byteCount) {
            guard let dot = Dot(bytes: bytes[start..<start + Dot.byteCount]), dot.seq > 0 else {
                return nil
            }
            context[dot.replica] = dot.seq
        }
        return context
    }
}

extension Replica {
    /// The token of all that is held of `scope` now, with what this transaction has written.
    public func baseToken(of scope: Scope) throws -> String {
        var context = try store.frontier(of: scope)
        if let own = ownFeeds[scope]?.feed, own.seq > 0 {
            context.insert(Dot(own.replica, own.seq))
        }
        return BaseToken.text(context)
    }

    /// The context that `token` names; it must be of something that this replica holds.
    public func context(of token: String, in scope: Scope) throws -> VersionVector {
        guard let context = BaseToken.context(token),
            try store.frontier(of: scope).contains(context)
        else { throw EngineError.badToken }
        return context
    }
}
