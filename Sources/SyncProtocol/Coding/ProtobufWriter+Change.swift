import RecordModel

extension ProtobufWriter {
    /// Writes a `ChangeBody` message.
    ///
    /// Refuses what a reader would have to refuse: this feed would end there for everybody else.
    mutating func body(
        kind: String, kindVersion: Int, mutations: [Mutation], recordedAt: Int64, actor: String,
        reason: String
    ) throws {
        guard mutations.count <= Limits.mutationsMax else {
            throw WireError.tooLarge(what: "change", limit: Limits.mutationsMax)
        }
        guard let kindVersion = UInt32(exactly: kindVersion) else {
            throw WireError.malformed("kind version")
        }
        try name(1, kind, part: "kind")
        if kindVersion != 0 { number(2, UInt64(kindVersion)) }
        if recordedAt != 0 { signed(3, recordedAt) }
        try words(4, actor, of: "actor", bytesMax: Limits.actorBytesMax)
        try words(5, reason, of: "reason", bytesMax: Limits.textBytesMax)
        for mutation in mutations { try append(6, mutation) }
    }

    private mutating func append(_ field: UInt8, _ mutation: Mutation) throws {
        let start = open(field)
        switch mutation {
        case .set(let name, let value):
            let action = open(1)
            try self.name(1, name, part: "field name")
            try append(2, value, depth: 0)
            close(action)
        case .insert(let name, let elements): try append(2, name, elements)
        case .remove(let name, let elements): try append(3, name, elements)
        case .increment(let name, let amount):
            let action = open(4)
            try self.name(1, name, part: "field name")
            if amount != 0 { signed(2, amount) }
            close(action)
        case .append(let name, let entries): try append(5, name, entries)
        case .delete: close(open(6))
        case .keep: close(open(7))
        }
        close(start)
    }

    /// Writes a `FieldValues` message.
    private mutating func append(_ field: UInt8, _ name: String, _ values: [Value]) throws {
        let start = open(field)
        try self.name(1, name, part: "field name")
        for value in values { try append(2, value, depth: 0) }
        close(start)
    }

    /// Writes a `Value` message. Its content is a oneof, so it is written even where it is zero or
    /// empty; only null has none.
    private mutating func append(_ field: UInt8, _ value: Value, depth: Int) throws {
        guard depth < Limits.valueDepthMax else {
            throw WireError.tooLarge(what: "value depth", limit: Limits.valueDepthMax)
        }
        let start = open(field)
        switch value {
        case .null: break
        case .boolean(let boolean): number(1, boolean ? 1 : 0)
        case .integer(let integer): signed(2, integer)
        case .text(let text):
            guard text.utf8.count <= Limits.textBytesMax else {
                throw WireError.tooLarge(what: "text value", limit: Limits.textBytesMax)
            }
            self.text(3, text)
        case .list(let list):
            let values = open(4)
            for value in list { try append(1, value, depth: depth + 1) }
            close(values)
        case .object(let object):
            let values = open(5)
            for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                let named = open(1)
                try self.name(1, name, part: "object names")
                try append(2, value, depth: depth + 1)
                close(named)
            }
            close(values)
        }
        close(start)
    }

    private mutating func name(_ field: UInt8, _ name: String, part: String) throws {
        guard isFieldName(name) else { throw WireError.malformed(part) }
        text(field, name)
    }

    private mutating func words(
        _ field: UInt8, _ words: String, of part: String, bytesMax: Int
    ) throws {
        guard words.utf8.count <= bytesMax else {
            throw WireError.tooLarge(what: part, limit: bytesMax)
        }
        if !words.isEmpty { text(field, words) }
    }
}
