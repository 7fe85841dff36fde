public import CausalCore

/// A record that one change makes, as its table row, straight from the bytes of the change's body.
///
/// The same as merging the change into an empty ``RecordState`` and taking the row from that, without
/// the state and without copies of its texts: most changes make a record, and building the state was
/// over a third of a save (measured with `zssync-bench run V`). Good for as long as the body's memory
/// is.
public struct NewRecord {
    /// The record.
    public let id: RecordID
    /// The record's kind.
    public let kind: Kind
    /// The change.
    public let stamp: Stamp
    /// Whether every mutation gave a declared field one value that its column holds. Where not, the
    /// record has to be merged the general way.
    public private(set) var isWhole = true

    /// Whether this can be a new record at all, and no edit of one: nothing required is missing.
    public var isComplete: Bool {
        isWhole && kind.requiredPlaces.allSatisfy { !cells[$0].isEmpty }
    }

    /// What one field holds.
    enum Cell {
        case empty
        case register(RawValue)
        case sum(Int64)
        case set([Value])
        case log([Value])

        /// What a column of a row says.
        init(column value: RawValue, of field: Field) {
            if case .null = value {
                self = .empty
                return
            }
            switch field.merge {
            case .choose, .latest, .max, .min, .lifecycle: self = .register(value)
            case .sum:
                // A sum of nothing is in no digest, as one that was never begun.
                let total = value.value.integer ?? 0
                self = total == 0 ? .empty : .sum(total)
            case .set: self = .set(value.value.list ?? [])
            case .log: self = .log(value.value.list ?? [])
            }
        }

        var isEmpty: Bool {
            if case .empty = self { true } else { false }
        }
    }

    /// The fields in the order of the kind.
    private(set) var cells: [Cell]
    private var next = 0

    /// A record of which nothing is read yet.
    public init(id: RecordID, kind: Kind, stamp: Stamp) {
        self.id = id
        self.kind = kind
        self.stamp = stamp
        cells = [Cell](repeating: .empty, count: kind.fields.count)
    }

    /// Reads one mutation of the change.
    public mutating func take(_ mutation: RawMutation) {
        guard isWhole, let (place, cell) = cell(of: mutation), case .empty = cells[place] else {
            isWhole = false
            return
        }
        cells[place] = cell
        next = place + 1
    }

    /// What `mutation` makes of the field that it names; nil where that is more than a column holds.
    private func cell(of mutation: RawMutation) -> (place: Int, cell: Cell)? {
        switch mutation {
        case .set(let name, let value):
            guard let place = kind.place(of: name, from: next),
                kind.fields[place].isRegister, kind.fields[place].keeps(value)
            else { return nil }
            return (place, .register(value))
        case .insert(let name, let elements):
            guard let place = kind.place(of: name, from: next), kind.fields[place].merge == .set,
                !elements.isEmpty
            else { return nil }
            let sorted = elements.count == 1 ? elements : elements.sorted()
            guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
            return (place, .set(sorted))
        case .append(let name, let entries):
            guard let place = kind.place(of: name, from: next), kind.fields[place].merge == .log,
                !entries.isEmpty
            else { return nil }
            return (place, .log(entries))
        case .increment(let name, let amount):
            guard let place = kind.place(of: name, from: next), kind.fields[place].merge == .sum,
                amount != 0
            else { return nil }
            return (place, .sum(amount))
        case .remove, .delete, .keep: return nil
        }
    }

    /// The values of the kind's columns, in the order of its fields, where they lie.
    public var columns: [RawValue] {
        cells.map { cell in
            switch cell {
            case .empty: .null
            case .register(let value): value
            case .sum(let amount): .integer(amount)
            case .set(let elements), .log(let elements): .nested(.list(elements))
            }
        }
    }

    /// The value of the field at `place`, where it lies; ``RawValue/null`` where it has none.
    public func value(at place: Int) -> RawValue {
        if case .register(let value) = cells[place] { value } else { .null }
    }

    /// The causal metadata beside the columns: the change's stamp, `number` being the local number of
    /// its replica.
    public func metadata(replicaNumber number: UInt64) -> [UInt8] {
        var writer = ByteWriter(capacity: 12)
        writer.append(number: number)
        writer.append(number: stamp.dot.seq)
        writer.append(number: stamp.lamport)
        return writer.bytes
    }

    /// The bytes that the state digest is taken over.
    public var canonicalBytes: [UInt8] {
        let stamp = ByteWriter.canonicalBytes(of: stamp)
        var writer = ByteWriter(capacity: 1_536)
        writer.append(id)
        writer.append(text: kind.name)
        writer.append(number: 1)
        writer.append(raw: stamp)
        writer.append(byte: 0)
        for place in kind.placesByName {
            writer.append(cells[place], named: kind.nameBytes[place], stamp: stamp)
        }
        return writer.bytes
    }
}

// Points into memory that is good for one closure.
@available(*, unavailable)
extension NewRecord: Sendable {}

extension Field {
    /// Whether the field holds one value, which writes replace.
    var isRegister: Bool {
        switch merge {
        case .choose, .latest, .max, .min, .lifecycle: true
        case .sum, .set, .log: false
        }
    }

    /// As ``keeps(_:)-(Value)``, of a value where it lies.
    func keeps(_ value: RawValue) -> Bool {
        switch value {
        case .text: column == .text
        case .integer: column == .integer && type != .boolean
        case .boolean: type == .boolean
        case .nested(let value): column.holds(value)
        case .null: false
        }
    }
}

extension ByteWriter {
    static func canonicalBytes(of stamp: Stamp) -> [UInt8] {
        var writer = ByteWriter(capacity: 32)
        writer.append(canonical: stamp)
        return writer.bytes
    }

    /// One field that a single change wrote, as ``RecordState/canonicalBytes`` has it.
    mutating func append(
        _ cell: NewRecord.Cell, named name: [UInt8], stamp: [UInt8]
    ) {
        if case .empty = cell { return }
        append(number: UInt64(name.count))
        append(raw: name)
        if case .register(let value) = cell {
            append(number: 1)
            append(raw: stamp)
            append(value)
        } else {
            append(number: 0)
        }
        if case .set(let elements) = cell {
            append(number: UInt64(elements.count))
            for element in elements {
                append(element)
                append(number: 1)
                append(raw: stamp)
            }
        } else {
            append(number: 0)
        }
        if case .sum(let amount) = cell {
            append(Value.integer(amount))
        } else {
            append(Value.zero)
        }
        if case .log(let lines) = cell {
            append(number: UInt64(lines.count))
            for line in lines {
                append(raw: stamp)
                append(line)
            }
        } else {
            append(number: 0)
        }
    }

    /// As ``append(_:)-(Value)``, of a value where it lies.
    private mutating func append(_ value: RawValue) {
        guard case .text(let utf8) = value else { return append(value.value) }
        append(byte: 4)
        append(number: UInt64(utf8.count))
        append(memory: utf8)
    }
}

extension Value {
    fileprivate static let zero = Value.integer(0)
}
