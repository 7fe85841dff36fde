import CausalCore
import RecordModel

/// What a header says, before it is added to what the feed's previous change said.
///
/// Source: Protocol/1-causality, "Headers".
struct ChangeHeader {
    /// One replica's part of a context, where that differs from what was expected.
    struct Position {
        let replica: ReplicaID
        /// Its highest seq; 0 takes the replica out.
        let seq: UInt64
    }

    var record: RecordID
    var lamportGap: UInt64
    var context: [Position]
    /// Whether the body was in a branch before that was taken out of the log.
    var isRewritten = false
}

extension ChangeHeader {
    /// The `ChangeHeader` message.
    var bytes: [UInt8] {
        var writer = ProtobufWriter(capacity: 32 + context.count * 32)
        writer.raw(1, record.bytes)
        if lamportGap != 0 { writer.number(2, lamportGap) }
        for position in context {
            let start = writer.open(3)
            writer.raw(1, position.replica.bytes)
            if position.seq != 0 { writer.number(2, position.seq) }
            writer.close(start)
        }
        if isRewritten { writer.number(4, 1) }
        return writer.bytes
    }

    /// Reads a `ChangeHeader` message.
    init(_ bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { bytes in
            var reader = ProtobufReader(bytes, what: "change header")
            return try ChangeHeader(&reader)
        }
    }

    private init(_ reader: inout ProtobufReader) throws {
        var record: RecordID?
        lamportGap = 0
        context = []
        while let field = try reader.field() {
            switch field {
            case .bytes(1):
                try reader.once(1)
                let id = try reader.id(of: "record id")
                record = RecordID(high: id.high, low: id.low)
            case .number(2):
                try reader.once(2)
                lamportGap = try reader.number()
            case .bytes(3): context.append(try Position(&reader))
            case .number(4):
                try reader.once(4)
                isRewritten = try reader.number() != 0
            default: try reader.skip(field)
            }
        }
        guard let record else { throw WireError.malformed("record id") }
        self.record = record
    }
}

extension ChangeHeader.Position {
    fileprivate init(_ reader: inout ProtobufReader) throws {
        var message = try reader.message()
        var replica: ReplicaID?
        var seq: UInt64 = 0
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                try message.once(1)
                let id = try message.id(of: "context")
                replica = ReplicaID(high: id.high, low: id.low)
            case .number(2):
                try message.once(2)
                seq = try message.number()
            default: try message.skip(field)
            }
        }
        guard let replica else { throw WireError.malformed("context") }
        self.init(replica: replica, seq: seq)
    }
}
