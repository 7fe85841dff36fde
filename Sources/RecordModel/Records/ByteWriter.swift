import CausalCore

/// Appends numbers, texts and values to bytes; the opposite of ``ByteReader``.
///
/// One form serves the record's canonical bytes (2-records, "State digest") and its metadata on disk.
struct ByteWriter: ~Copyable {
    // Not an array: it would ask at each append whether it is shared, which was half of writing a
    // record's canonical bytes (measured with `zssync-bench run V`).
    private var memory: UnsafeMutableRawBufferPointer
    private var count = 0

    init(capacity: Int = 64) {
        memory = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit { memory.deallocate() }

    /// What was appended.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(rebasing: memory[..<count])) }

    /// Makes room for `more` bytes behind those that are there.
    private mutating func reserve(_ more: Int) {
        if memory.count - count < more { grow(by: more) }
    }

    private mutating func grow(by more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(memory.count * 2, count + more), alignment: 1)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }

    mutating func append(byte: UInt8) {
        reserve(1)
        memory[count] = byte
        count += 1
    }

    /// Seven bits a byte, least significant first, as Protocol Buffers do.
    mutating func append(number: UInt64) {
        reserve(10)
        var rest = number
        while rest >= 0x80 {
            memory[count] = UInt8(truncatingIfNeeded: rest) | 0x80
            count += 1
            rest >>= 7
        }
        memory[count] = UInt8(rest)
        count += 1
    }

    mutating func append(text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(number: UInt64(utf8.count))
            append(memory: UnsafeRawBufferPointer(utf8))
        }
    }

    mutating func append(raw: [UInt8]) {
        raw.withUnsafeBytes { append(memory: $0) }
    }

    mutating func append(memory bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    mutating func append(_ id: RecordID) {
        id.withBytes { append(memory: $0) }
    }

    mutating func append(canonical stamp: Stamp) {
        stamp.dot.replica.withBytes { append(memory: $0) }
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
