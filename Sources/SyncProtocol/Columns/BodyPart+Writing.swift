extension BodyPart {
    /// Appends the part as a body has it, with its next content out of `column`; `lastTime` is what
    /// differences are taken from.
    func append(
        to body: inout [UInt8], from column: inout UnsafeRawBufferPointer, lastTime: inout Int64
    ) throws {
        switch content {
        case .opaque:
            let rest = try column.takeCounted()
            openMutation(in: &body, contentBytes: rest.count)
            body.append(contentsOf: rest)
        case .text:
            let text = try column.takeCounted()
            open(0x1A, in: &body, bytes: varintBytes(text.count) + text.count)
            body.append(counted: text)
        case .number:
            let number = try column.takeVarint()
            open(0x10, in: &body, bytes: varintBytes(number))
            body.append(varint: number)
        case .difference:
            lastTime &+= Int64(zigzag: try column.takeVarint())
            open(0x10, in: &body, bytes: 0)
            body.append(varint: lastTime.zigzag)
        }
    }

    /// Appends all up to the text or number, which has `bytes`: `key` is that of a mutation's value.
    private func open(_ key: UInt8, in body: inout [UInt8], bytes: Int) {
        guard action != 0 else {
            body.append(field << 3 | (content == .text ? 2 : 0))
            return
        }
        let value = 1 + bytes
        openMutation(in: &body, contentBytes: 1 + varintBytes(value) + value)
        body.append(0x12)
        body.append(varint: UInt64(value))
        body.append(key)
    }

    /// Appends a mutation up to the content behind its name.
    private func openMutation(in body: inout [UInt8], contentBytes: Int) {
        let named = name.isEmpty ? 0 : 1 + varintBytes(name.count) + name.count
        let action = named + contentBytes
        body.append(Self.mutationField << 3 | 2)
        body.append(varint: UInt64(1 + varintBytes(action) + action))
        body.append(self.action << 3 | 2)
        body.append(varint: UInt64(action))
        guard !name.isEmpty else { return }
        body.append(0x0A)
        body.append(varint: UInt64(name.count))
        body.append(contentsOf: name)
    }
}

extension UnsafeRawBufferPointer {
    /// Takes a number off the beginning.
    mutating func takeVarint() throws -> UInt64 {
        var number: UInt64 = 0
        for place in 0..<Swift.min(count, 10) {
            number |= UInt64(self[place] & 0x7F) << UInt64(7 * place)
            guard self[place] >= 0x80 else {
                self = UnsafeRawBufferPointer(rebasing: self[(place + 1)...])
                return number
            }
        }
        throw WireError.malformed("columns")
    }

    /// Takes bytes off the beginning, with their count before them.
    mutating func takeCounted() throws -> UnsafeRawBufferPointer {
        let bytes = try takeVarint()
        guard bytes <= UInt64(count) else { throw WireError.malformed("columns") }
        let taken = UnsafeRawBufferPointer(rebasing: self[..<Int(bytes)])
        self = UnsafeRawBufferPointer(rebasing: self[Int(bytes)...])
        return taken
    }
}
