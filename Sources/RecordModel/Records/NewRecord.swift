import CausalCore

/// A record that one change makes, as its table row, straight from the change.
///
/// The same as merging the change into an empty ``RecordState`` and taking the row from that, without
/// the state: most changes make a record, and building the state was over a third of a save
/// (measured with `zssync-bench run V`).
public struct NewRecord: Sendable {
    /// The values of the kind's columns, in the order of its fields; nil for an empty one.
    public let columns: [Value?]
    /// The causal metadata beside the columns: the change's stamp.
    public let metadata: [UInt8]
    /// The bytes that the state digest is taken over.
    public let canonicalBytes: [UInt8]

    /// Nil where the change does anything but give declared fields one value each that their columns
    /// hold: then the record has to be merged the general way.
    ///
    /// `number` is the local number of the change's replica.
    public init?(_ change: Change, kind: Kind, replicaNumber number: UInt64) {
        var columns = [Value?](repeating: nil, count: kind.fields.count)
        for mutation in change.mutations {
            guard let (place, value) = Self.value(of: mutation, kind: kind),
                columns[place] == nil
            else { return nil }
            columns[place] = value
        }
        self.columns = columns

        var metadata = ByteWriter(capacity: 12)
        metadata.append(number: number)
        metadata.append(number: change.dot.seq)
        metadata.append(number: change.lamport)
        self.metadata = metadata.bytes

        var stamp = ByteWriter(capacity: 32)
        stamp.append(canonical: change.stamp)
        var writer = ByteWriter(capacity: 1_024)
        writer.append(raw: change.record.bytes)
        writer.append(text: change.kind)
        writer.append(number: 1)
        writer.append(raw: stamp.bytes)
        writer.append(byte: 0)
        for place in kind.placesByName {
            guard let value = columns[place] else { continue }
            writer.append(field: kind.fields[place], value: value, stamp: stamp.bytes)
        }
        canonicalBytes = writer.bytes
    }

    /// The column that `mutation` fills in a new record, and with what.
    private static func value(of mutation: Mutation, kind: Kind) -> (place: Int, value: Value)? {
        switch mutation {
        case .set(let name, let value):
            guard let place = kind.place(of: name), kind.fields[place].isRegister,
                kind.fields[place].keeps(value)
            else { return nil }
            return (place, value)
        case .insert(let name, let elements):
            guard let place = kind.place(of: name), kind.fields[place].merge == .set,
                !elements.isEmpty
            else { return nil }
            let sorted = elements.count == 1 ? elements : elements.sorted()
            guard zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
            return (place, .list(sorted))
        case .append(let name, let entries):
            guard let place = kind.place(of: name), kind.fields[place].merge == .log,
                !entries.isEmpty
            else { return nil }
            return (place, .list(entries))
        case .increment(let name, let amount):
            guard let place = kind.place(of: name), kind.fields[place].merge == .sum, amount != 0
            else { return nil }
            return (place, .integer(amount))
        case .remove, .delete, .keep: return nil
        }
    }
}

extension Field {
    /// Whether the field holds one value, which writes replace.
    var isRegister: Bool {
        switch merge {
        case .choose, .latest, .max, .min, .lifecycle: true
        case .sum, .set, .log: false
        }
    }
}

extension ByteWriter {
    /// One field that a single change wrote, as ``RecordState/canonicalBytes`` has it.
    fileprivate mutating func append(field: Field, value: Value, stamp: [UInt8]) {
        append(text: field.name)
        append(number: field.isRegister ? 1 : 0)
        if field.isRegister {
            append(raw: stamp)
            append(value)
        }
        let elements = field.merge == .set ? value.list ?? [] : []
        append(number: UInt64(elements.count))
        for element in elements {
            append(element)
            append(number: 1)
            append(raw: stamp)
        }
        append(.integer(field.merge == .sum ? value.integer ?? 0 : 0))
        let lines = field.merge == .log ? value.list ?? [] : []
        append(number: UInt64(lines.count))
        for line in lines {
            append(raw: stamp)
            append(line)
        }
    }
}
