public import RecordModel

/// What a change's body says beside its mutations.
public struct BodyOutline: Sendable {
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

    /// Reads a `ChangeBody` message within the limits, and hands each mutation that this program
    /// knows to `visit` where it lies. `salted` is the body with its salt before it. `isChecked` says
    /// that this program has read these very bytes before, or written them, so that texts and names
    /// need no second look; bounds are checked all the same.
    public static func read(
        salted: UnsafeRawBufferPointer, isChecked: Bool = false,
        _ visit: (RawMutation) throws -> Void = { _ in }
    ) throws -> BodyOutline {
        let body = UnsafeRawBufferPointer(rebasing: salted.dropFirst(HashChain.saltBytes))
        var reader = ProtobufReader(body, what: "change body", isChecked: isChecked)
        return try BodyOutline(&reader, visit)
    }

    private init(
        _ reader: inout ProtobufReader, _ visit: (RawMutation) throws -> Void
    ) throws {
        var kind: String?
        var kindVersion = 0
        var recordedAt: Int64 = 0
        var actor = ""
        var reason = ""
        var mutationCount = 0
        while let field = try reader.field() {
            switch field {
            case .bytes(1):
                try reader.once(1)
                kind = try reader.name(of: "kind")
            case .number(2):
                try reader.once(2)
                kindVersion = Int(UInt32(truncatingIfNeeded: try reader.number()))
            case .number(3):
                try reader.once(3)
                recordedAt = try reader.signed()
            case .bytes(4):
                try reader.once(4)
                actor = try reader.text(of: "actor", bytesMax: Limits.actorBytesMax)
            case .bytes(5):
                try reader.once(5)
                reason = try reader.text(of: "reason", bytesMax: Limits.textBytesMax)
            case .bytes(6):
                mutationCount += 1
                guard mutationCount <= Limits.mutationsMax else {
                    throw WireError.tooLarge(what: "change", limit: Limits.mutationsMax)
                }
                // One of a newer protocol is nil: it stays in the log as sent, and is understood
                // by whoever knows it.
                if let mutation = try reader.mutation() { try visit(mutation) }
            default: try reader.skip(field)
            }
        }
        guard let kind else { throw WireError.malformed("kind") }
        self.kind = kind
        self.kindVersion = kindVersion
        self.recordedAt = recordedAt
        self.actor = actor
        self.reason = reason
    }
}
