import RecordModel
import SwiftProtobuf
@testable import SyncProtocol

// Parts of messages by themselves, as tests look at them.
extension SealedChange.Content {
    /// A body of its parts.
    static func body(salt: [UInt8], bytes: [UInt8]) -> Self { .body(salted: salt + bytes) }

    /// The salt; nil once erased.
    var salt: [UInt8]? {
        if case .body(let salted) = self { Array(salted.prefix(HashChain.saltBytes)) } else { nil }
    }

    /// The encoded body; nil once erased.
    var bodyBytes: [UInt8]? {
        if case .body(let salted) = self {
            Array(salted.dropFirst(HashChain.saltBytes))
        } else {
            nil
        }
    }
}

/// All that a body says.
struct ReadBody: Hashable {
    let kind: String
    let kindVersion: Int
    let recordedAt: Int64
    let actor: String
    let reason: String
    let mutations: [Mutation]
}

extension ReadBody {
    /// Decodes a body without its salt.
    init(_ bytes: [UInt8]) throws {
        let salted = [UInt8](repeating: 0, count: HashChain.saltBytes) + bytes
        var mutations: [Mutation] = []
        let outline = try salted.withUnsafeBytes { salted in
            try BodyOutline.read(salted: salted) { mutations.append($0.mutation) }
        }
        self.init(
            kind: outline.kind, kindVersion: outline.kindVersion, recordedAt: outline.recordedAt,
            actor: outline.actor, reason: outline.reason, mutations: mutations)
    }
}

extension WireChangeBatch {
    /// The changes of the encoded batch.
    func changes(count: Int) throws -> [SealedChange] {
        let bytes = try serializedBytes() as [UInt8]
        return try bytes.withUnsafeBytes { bytes in
            var reader = ProtobufReader(bytes, what: "batch")
            return try reader.batch(count: count)
        }
    }
}

extension Deflate {
    static func inflate(_ packed: [UInt8], plainCount: Int) throws -> [UInt8] {
        try packed.withUnsafeBytes { try inflate($0, plainCount: plainCount) }
    }
}
