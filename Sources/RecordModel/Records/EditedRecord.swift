public import CausalCore

/// A stored record that one change writes to, from its table row and the bytes of the change's body.
///
/// The same as merging the change into the record's ``RecordState``, for the plain case: every field
/// was written by one change that the new one had seen, so that nothing stands against anything. Most
/// edits are that. Building two states, their digests and a whole new row was three quarters of an
/// edit (measured with `zssync-bench run U`). Good for as long as the row's and the body's memory is.
public struct EditedRecord {
    /// The record.
    public let id: RecordID
    /// The record's kind.
    public let kind: Kind
    /// Whether the change was plain so far. Where not, it has to be merged the general way.
    public private(set) var isPlain = true
    /// The places of the fields that the change wrote, in its order.
    public private(set) var written: [Int] = []

    private var cells: [NewRecord.Cell]
    /// Who wrote each field.
    private var stamps: [Stamp]
    /// Who wrote every field that the metadata does not name.
    private let base: Stamp
    /// The write that makes the record exist.
    private var claim: Stamp
    private var updated: Stamp
    /// What the change had seen.
    private var context = VersionVector()
    private var next = 0

    /// Reads a row; nil where its metadata says that anything in it is not plain.
    ///
    /// `columns` are in the order of the kind's fields. Throws ``DamagedMetadata``.
    public init?(
        id: RecordID, kind: Kind, columns: [RawValue], metadata: [UInt8],
        numbers: inout some ReplicaNumbers
    ) throws {
        var reader = ByteReader(metadata[...])
        base = try reader.stamp(&numbers)
        (claim, updated) = (base, base)
        self.id = id
        self.kind = kind
        cells = zip(kind.fields, columns).map { NewRecord.Cell(column: $1, of: $0) }
        stamps = [Stamp](repeating: base, count: kind.fields.count)
        while !reader.isAtEnd {
            switch try reader.part() {
            case .claims:
                guard try reader.count() == 1 else { return nil }
                claim = try reader.stamp(&numbers)
                guard try reader.claim() == .written else { return nil }
            case .updated: updated = try reader.stamp(&numbers)
            case .column:
                guard let place = kind.place(of: try reader.text()) else { return nil }
                stamps[place] = try reader.stamp(&numbers)
            case .register, .set, .counter, .log, .saves: return nil
            }
        }
    }

    /// Whether a change at `stamp`, which had seen `context`, follows all that was written before.
    public func isFollowed(by stamp: Stamp, context: VersionVector) -> Bool {
        context.contains(claim.dot) && updated < stamp
    }

    /// Begins the change at `stamp`, which had seen `context`.
    public mutating func begin(at stamp: Stamp, context: VersionVector) {
        isPlain = isFollowed(by: stamp, context: context)
        self.context = context
        claim = stamp
        updated = stamp
    }

    /// Reads one mutation of the change that was begun.
    public mutating func take(_ mutation: RawMutation) {
        guard isPlain, case .set(let name, let value) = mutation,
            let place = kind.place(of: name, from: next), kind.fields[place].isRegister,
            kind.fields[place].keeps(value), !kind.isCompared(place),
            stamps[place] == updated || cells[place].isEmpty
                || context.contains(stamps[place].dot)
        else {
            isPlain = false
            return
        }
        if stamps[place] != updated || cells[place].isEmpty { written.append(place) }
        cells[place] = .register(value)
        stamps[place] = updated
        next = place + 1
    }

    /// The value that the change gave the field at `place`.
    public func value(at place: Int) -> RawValue {
        if case .register(let value) = cells[place] { value } else { .null }
    }

    /// The bytes that the state digest is taken over.
    public var canonicalBytes: [UInt8] {
        var writer = ByteWriter(capacity: 1_536)
        writer.append(id)
        writer.append(text: kind.name)
        writer.append(number: 1)
        writer.append(canonical: claim)
        writer.append(byte: Existence.Claim.written.rawValue)
        var stamp = base
        var stampBytes = ByteWriter.canonicalBytes(of: base)
        for place in kind.placesByName where !cells[place].isEmpty {
            #if PLANTED_BUGS
                if PlantedBug.active == .skipsField, place == 1 { continue }
            #endif
            if stamps[place] != stamp {
                stamp = stamps[place]
                stampBytes = ByteWriter.canonicalBytes(of: stamp)
            }
            writer.append(cells[place], named: kind.nameBytes[place], stamp: stampBytes)
        }
        return writer.bytes
    }

    /// The causal metadata beside the columns.
    public func metadata(numbers: inout some ReplicaNumbers) throws -> [UInt8] {
        var writer = ByteWriter(capacity: 32)
        try writer.append(base, &numbers)
        if claim != base {
            writer.append(part: .claims)
            writer.append(number: 1)
            try writer.append(claim, &numbers)
            writer.append(byte: Existence.Claim.written.rawValue)
        }
        if updated != base {
            writer.append(part: .updated)
            try writer.append(updated, &numbers)
        }
        for place in kind.placesByName where !cells[place].isEmpty && stamps[place] != base {
            writer.append(part: .column)
            writer.append(number: UInt64(kind.nameBytes[place].count))
            writer.append(raw: kind.nameBytes[place])
            try writer.append(stamps[place], &numbers)
        }
        return writer.bytes
    }
}

// Points into memory that is good for one closure.
@available(*, unavailable)
extension EditedRecord: Sendable {}
