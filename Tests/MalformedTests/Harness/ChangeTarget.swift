import CausalCore
import RecordModel
import SwiftProtobuf
import SyncProtocol

/// The decoder of one change: a header behind its length in one byte, then a body.
///
/// Where the length is 0 a good header stands in, so that the body is looked at whatever the header.
enum ChangeTarget {
    static func run(_ bytes: [UInt8]) throws {
        var script = ByteScript(bytes)
        let headerCount = Int(script.byte())
        let header = headerCount == 0 ? goodHeader : script.bytes(headerCount)
        try check(header: header, body: script.everything())
    }

    static let scope = Scope.site(.hub)
    static let author = ReplicaID(high: 3, low: 9)

    /// A feed that goes on after its seventh change.
    static let cursor: FeedCursor = {
        var context = VersionVector()
        context[author] = 6
        context[ReplicaID(high: 1, low: 1)] = 4
        context[ReplicaID(high: 8, low: 8)] = 70_000
        return FeedCursor(
            scope: scope, replica: author, seq: 7, lamport: 30,
            hash: [UInt8](repeating: 7, count: HashChain.hashBytes), context: context)
    }()

    static let salt = [UInt8](repeating: 5, count: HashChain.saltBytes)

    /// Field 1, sixteen bytes: a record.
    private static let goodHeader: [UInt8] = [0x0A, 16] + (1...16).map { UInt8($0) }

    static func check(header: [UInt8], body: [UInt8]) throws {
        var place = cursor
        let sealed = SealedChange(header: header, content: .body(salted: salt + body))
        let read = try Law.typed(WireError.self, "a change") { try place.open(sealed) }
        guard let opened = read else { return }
        opened.context.checkInvariants()
        let change = try Law.certain("what was opened") { try opened.change(in: scope) }
        guard let change else { throw BrokenLaw("a body that is there says nothing") }
        try checkAgainstReference(header: header, body: body)
        let (again, bytes) = try written(change)
        try Law.holds(again == change, "a change comes back as it was")
        try Law.holds(try written(again).bytes == bytes, "equal changes have equal bytes")
    }

    /// Writes `change` and reads it again.
    private static func written(_ change: Change) throws -> (change: Change, bytes: [UInt8]) {
        try Law.certain("a change that was read, written") {
            let body = try SealedBody(
                kind: change.kind, kindVersion: change.kindVersion, mutations: change.mutations,
                recordedAt: change.recordedAt, actor: change.actor, reason: change.reason,
                salt: salt)
            var place = cursor
            let sealed = try place.seal(
                body, record: change.record, lamport: change.lamport, context: change.context,
                isRewritten: change.isRewritten)
            place = cursor
            guard let again = try place.open(sealed).change(in: scope) else {
                throw BrokenLaw("a body that was written says nothing")
            }
            try checkAgainstReference(
                header: sealed.header, body: Array(body.salted.dropFirst(salt.count)),
                isWritten: true)
            return (again, sealed.header + body.salted)
        }
    }

    /// What this program reads, everybody's decoder reads too, and writes as this one does.
    private static func checkAgainstReference(
        header: [UInt8], body: [UInt8], isWritten: Bool = false
    ) throws {
        let wires: (WireChangeHeader, WireChangeBody) = try Law.certain("SwiftProtobuf") {
            (try .init(serializedBytes: header), try .init(serializedBytes: body))
        }
        guard isWritten else { return }
        let bytes: ([UInt8], [UInt8]) = try Law.certain("SwiftProtobuf") {
            (try wires.0.serializedBytes(), try wires.1.serializedBytes())
        }
        try Law.holds(bytes == (header, body), "both write the same bytes")
    }
}
