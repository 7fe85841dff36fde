import CausalCore

/// Appends numbers, texts and values to bytes; the opposite of ``ByteReader``.
///
/// One form serves the record's canonical bytes (2-records, "State digest") and what stands on disk.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 64) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(byte: UInt8) {
        bytes.append(byte)
    }

    /// Seven bits a byte, least significant first, as Protocol Buffers do.
    package mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(number: UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func append(raw: [UInt8]) {
        bytes.append(contentsOf: raw)
    }

    mutating func append(memory: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: memory)
    }

    mutating func append(_ id: RecordID) {
        id.append(to: &bytes)
    }

    mutating func append(canonical stamp: Stamp) {
        stamp.dot.replica.append(to: &bytes)
        append(number: stamp.dot.seq)
        append(number: stamp.lamport)
    }

    mutating func append(_ value: Value) {
        switch value {
        case .null: append(byte: 0)
        case .boolean(let boolean): append(byte: boolean ? 2 : 1)
        case .integer(let integer):
            append(byte: 3)
            append(number: UInt64(bitPattern: integer << 1 ^ integer >> 63))
        case .text(let text):
            append(byte: 4)
            append(text: text)
        case .list(let list):
            append(byte: 5)
            append(number: UInt64(list.count))
            for value in list { append(value) }
        case .object(let object):
            append(byte: 6)
            append(number: UInt64(object.count))
            for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                append(text: name)
                append(value)
            }
        }
    }
}
