import RecordModel

extension ProtobufReader {
    /// Reads a `Mutation` message; nil where it says nothing that this program knows.
    mutating func mutation() throws -> RawMutation? {
        let content = try content()
        if let plain = plainSet(content) { return plain }
        var message = message(in: content)
        var mutation: RawMutation?
        while let field = try message.field() {
            guard case .bytes(let action) = field, (1...7).contains(action) else {
                try message.skip(field)
                continue
            }
            try message.once(1)
            switch action {
            case 1: mutation = try message.setField()
            case 2:
                let (name, values) = try message.fieldValues()
                mutation = .insert(field: name, elements: values)
            case 3:
                let (name, values) = try message.fieldValues()
                mutation = .remove(field: name, elements: values)
            case 4: mutation = try message.increment()
            case 5:
                let (name, values) = try message.fieldValues()
                mutation = .append(field: name, entries: values)
            case 6:
                try message.nothing()
                mutation = .delete
            default:
                try message.nothing()
                mutation = .keep
            }
        }
        return mutation
    }

    /// The mutation of the form that nearly all have, a field set to a text with each length in one
    /// byte; nil for any other, and for one that is malformed: both are read field by field.
    ///
    /// Reading these field by field was a twentieth of a save (measured with `zssync-bench run V`).
    private func plainSet(_ bytes: UnsafeRawBufferPointer) -> RawMutation? {
        let count = bytes.count
        guard 8..<130 ~= count, bytes[0] == 0x0A, Int(bytes[1]) == count - 2, bytes[2] == 0x0A
        else { return nil }
        let end = 4 + Int(bytes[3])
        guard end + 4 <= count, bytes[end] == 0x12, Int(bytes[end + 1]) == count - end - 2,
            bytes[end + 2] == 0x1A, Int(bytes[end + 3]) == count - end - 4
        else { return nil }
        let name = UnsafeRawBufferPointer(rebasing: bytes[4..<end])
        let text = UnsafeRawBufferPointer(rebasing: bytes[(end + 4)...])
        guard isChecked || isFieldName(name) && UTF8Text.isValid(text) else { return nil }
        return .set(field: name, value: .text(text))
    }

    private mutating func setField() throws -> RawMutation {
        var message = try message()
        var name: UnsafeRawBufferPointer?
        var value = RawValue.null
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                try message.once(1)
                name = try message.rawName(of: "field name")
            case .bytes(2):
                try message.once(2)
                value = try message.value(depth: 0)
            default: try message.skip(field)
            }
        }
        guard let name else { throw WireError.malformed("field name") }
        return .set(field: name, value: value)
    }

    private mutating func fieldValues() throws -> (name: UnsafeRawBufferPointer, values: [Value]) {
        var message = try message()
        var name: UnsafeRawBufferPointer?
        var values: [Value] = []
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                try message.once(1)
                name = try message.rawName(of: "field name")
            case .bytes(2): values.append(try message.value(depth: 0).value)
            default: try message.skip(field)
            }
        }
        guard let name else { throw WireError.malformed("field name") }
        return (name, values)
    }

    private mutating func increment() throws -> RawMutation {
        var message = try message()
        var name: UnsafeRawBufferPointer?
        var amount: Int64 = 0
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                try message.once(1)
                name = try message.rawName(of: "field name")
            case .number(2):
                try message.once(2)
                amount = try message.signed()
            default: try message.skip(field)
            }
        }
        guard let name else { throw WireError.malformed("field name") }
        return .increment(field: name, amount: amount)
    }

    private mutating func nothing() throws {
        var message = try message()
        while let field = try message.field() { try message.skip(field) }
    }

    private mutating func value(depth: Int) throws -> RawValue {
        guard depth < Limits.valueDepthMax else {
            throw WireError.tooLarge(what: "value depth", limit: Limits.valueDepthMax)
        }
        var message = try message()
        var value = RawValue.null
        while let field = try message.field() {
            switch field {
            case .number(1):
                try message.once(1)
                value = .boolean(try message.number() != 0)
            case .number(2):
                try message.once(1)
                value = .integer(try message.signed())
            case .bytes(3):
                try message.once(1)
                value = .text(
                    try message.utf8(of: "text value", bytesMax: Limits.textBytesMax))
            case .bytes(4):
                try message.once(1)
                value = .nested(.list(try message.list(depth: depth + 1)))
            case .bytes(5):
                try message.once(1)
                value = .nested(.object(try message.object(depth: depth + 1)))
            default: try message.skip(field)
            }
        }
        return value
    }

    private mutating func list(depth: Int) throws -> [Value] {
        var message = try message()
        var values: [Value] = []
        while let field = try message.field() {
            switch field {
            case .bytes(1): values.append(try message.value(depth: depth).value)
            default: try message.skip(field)
            }
        }
        return values
    }

    private mutating func object(depth: Int) throws -> [String: Value] {
        var message = try message()
        var values: [String: Value] = [:]
        var last = ""
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                let (name, value) = try message.namedValue(depth: depth)
                // Sorted and distinct, or equal objects would have unequal bytes.
                guard last < name else { throw WireError.malformed("object names") }
                last = name
                values[name] = value
            default: try message.skip(field)
            }
        }
        return values
    }

    private mutating func namedValue(depth: Int) throws -> (name: String, value: Value) {
        var message = try message()
        var name: String?
        var value = Value.null
        while let field = try message.field() {
            switch field {
            case .bytes(1):
                try message.once(1)
                name = try message.name(of: "object names")
            case .bytes(2):
                try message.once(2)
                value = try message.value(depth: depth).value
            default: try message.skip(field)
            }
        }
        guard let name else { throw WireError.malformed("object names") }
        return (name, value)
    }
}
