import RecordModel

extension OpenedChange.Body {
    /// Decodes a `ChangeBody` message within the limits.
    public init(_ bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { bytes in
            var reader = ProtobufReader(bytes, what: "change body")
            return try Self(&reader)
        }
    }

    private init(_ reader: inout ProtobufReader) throws {
        var kind: String?
        var kindVersion = 0
        var recordedAt: Int64 = 0
        var actor = ""
        var reason = ""
        var mutations: [Mutation] = []
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
                if let mutation = try reader.mutation() { mutations.append(mutation) }
            default: try reader.skip(field)
            }
        }
        guard let kind else { throw WireError.malformed("kind") }
        self.init(
            kind: kind, kindVersion: kindVersion, recordedAt: recordedAt, actor: actor,
            reason: reason, mutations: mutations)
    }
}
