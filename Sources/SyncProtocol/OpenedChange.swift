public import CausalCore
public import RecordModel
import Foundation
import SwiftProtobuf

/// One change as read from its sealed bytes; without a body where that was erased.
public struct OpenedChange: Hashable, Sendable {
    /// What may be erased.
    public struct Body: Hashable, Sendable {
        /// The name of the record's kind.
        public let kind: String
        /// The version of the kind's definition that the author had.
        public let kindVersion: Int
        /// The author's wall clock, milliseconds since 1970.
        public let recordedAt: Int64
        /// The person who saved.
        public let actor: String
        /// Why.
        public let reason: String
        /// What changes.
        public let mutations: [Mutation]

        /// Decodes a ``WireChangeBody`` within the limits.
        public init(_ bytes: [UInt8]) throws {
            let wire: WireChangeBody
            do { wire = try WireChangeBody(serializedBytes: bytes) } catch {
                throw WireError.malformed("change body")
            }
            guard wire.mutations.count <= Limits.mutationsMax else {
                throw WireError.tooLarge(what: "change", limit: Limits.mutationsMax)
            }
            guard isFieldName(wire.kind) else { throw WireError.malformed("kind") }
            guard wire.actor.utf8.count <= 256, wire.reason.utf8.count <= Limits.textBytesMax else {
                throw WireError.tooLarge(what: "actor or reason", limit: Limits.textBytesMax)
            }
            kind = wire.kind
            kindVersion = Int(wire.kindVersion)
            recordedAt = wire.recordedAt
            actor = wire.actor
            reason = wire.reason
            mutations = try wire.mutations.compactMap { try $0.mutation() }
        }
    }

    /// The change's name.
    public let dot: Dot
    /// Its Lamport number.
    public let lamport: UInt64
    /// What its author had seen.
    public let context: VersionVector
    /// The record that changes.
    public let record: RecordID
    /// What it says; nil once erased.
    public let body: Body?

    /// The change in `scope`; nil once erased.
    public func change(in scope: Scope) -> Change? {
        body.map { body in
            Change(
                scope: scope, dot: dot, lamport: lamport, context: context, record: record,
                kind: body.kind, mutations: body.mutations, recordedAt: body.recordedAt,
                actor: body.actor, reason: body.reason, kindVersion: body.kindVersion)
        }
    }
}
