import CausalCore

// The causal metadata beside a record's columns. A record whose fields were all written by one change
// costs that change's stamp; a field written later adds its name and stamp; values stand here only
// where a column cannot hold them (siblings, sets with a history, fields of newer kinds).
extension RecordState {
    /// Encodes what the columns of `kind` do not say.
    public func metadata(kind: Kind, numbers: inout some ReplicaNumbers) throws -> [UInt8] {
        let base = updated.flatMap { _ in baseStamp(kind) } ?? existence.claims.siblings[0].stamp
        var writer = ByteWriter(capacity: 16)
        try writer.append(base, &numbers)
        if existence.claims.siblings != [.init(stamp: base, value: .written)] {
            writer.append(part: .claims)
            writer.append(number: UInt64(existence.claims.siblings.count))
            for claim in existence.claims.siblings {
                try writer.append(claim.stamp, &numbers)
                writer.append(byte: claim.value.rawValue)
            }
        }
        if let updated, updated.stamp != base {
            writer.append(part: .updated)
            try writer.append(updated.stamp, &numbers)
        }
        if countsSaves { try writer.append(saves, &numbers) }
        if fields.count > 0 {
            for (name, field) in fields.sorted(by: { $0.key < $1.key }) {
                try append(field, named: name, kind: kind, base: base, &writer, &numbers)
            }
        }
        return writer.bytes
    }

    /// The stamp that most of the columns share.
    private func baseStamp(_ kind: Kind) -> Stamp? {
        var counts: [Stamp: Int] = [:]
        for field in kind.fields {
            guard let siblings = fields[field.name]?.register.siblings, siblings.count == 1
            else { continue }
            counts[siblings[0].stamp, default: 0] += 1
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private func append(
        _ field: FieldState, named name: String, kind: Kind, base: Stamp,
        _ writer: inout ByteWriter, _ numbers: inout some ReplicaNumbers
    ) throws {
        let declared = kind[name]
        let siblings = field.register.siblings
        let isColumn =
            siblings.count == 1 && declared.isRegister
            && declared?.keeps(siblings[0].value) == true
        if isColumn {
            if siblings[0].stamp != base {
                writer.append(part: .column)
                writer.append(text: name)
                try writer.append(siblings[0].stamp, &numbers)
            }
        } else if !siblings.isEmpty {
            writer.append(part: .register)
            writer.append(text: name)
            writer.append(number: UInt64(siblings.count))
            for sibling in siblings {
                try writer.append(sibling.stamp, &numbers)
                writer.append(sibling.value)
            }
        }
        if !field.set.additions.isEmpty,
            declared?.merge != .set || field.set.additions.values.contains(where: { $0 != [base] })
        {
            writer.append(part: .set)
            writer.append(text: name)
            writer.append(number: UInt64(field.set.additions.count))
            for element in field.set.elements {
                writer.append(element)
                let stamps = field.set.additions[element] ?? []
                writer.append(number: UInt64(stamps.count))
                for stamp in stamps { try writer.append(stamp, &numbers) }
            }
        }
        if let counter = field.counter, declared?.merge != .sum {
            writer.append(part: .counter)
            writer.append(text: name)
            writer.append(.integer(counter.total))
        }
        if !field.log.lines.isEmpty,
            declared?.merge != .log || field.log.lines.contains(where: { $0.stamp != base })
        {
            writer.append(part: .log)
            writer.append(text: name)
            writer.append(number: UInt64(field.log.lines.count))
            for line in field.log.lines {
                try writer.append(line.stamp, &numbers)
                writer.append(line.entry)
            }
        }
    }

    /// Puts a record together again from its columns and its metadata.
    ///
    /// `columns` holds the shown values that are not empty; `edit` the clock and person of the highest
    /// change. Throws ``DamagedMetadata`` where the bytes make no sense.
    public init(
        id: RecordID, kind: Kind, columns: [String: Value], recordedAt: Int64, actor: String,
        metadata: some Collection<UInt8>, numbers: inout some ReplicaNumbers
    ) throws {
        self.init(id: id, kind: kind.name)
        var reader = ByteReader(ArraySlice(metadata))
        let base = try reader.stamp(&numbers)
        existence = Existence(
            claims: Register(siblings: [.init(stamp: base, value: .written)]))
        var updatedStamp = base
        for field in kind.fields {
            guard let value = columns[field.name] else { continue }
            fields[field.name] = FieldState(column: value, field: field, stamp: base)
        }
        while !reader.isAtEnd {
            let part = try reader.part()
            switch part {
            case .claims:
                let claims = try (0..<(try reader.count())).map { _ in
                    let stamp = try reader.stamp(&numbers)
                    return Register<Existence.Claim>.Sibling(
                        stamp: stamp, value: try reader.claim())
                }
                // Every change claims something; a record of none is nobody's.
                guard !claims.isEmpty else { throw DamagedMetadata() }
                existence = Existence(claims: Register(siblings: claims))
            case .updated: updatedStamp = try reader.stamp(&numbers)
            case .saves: saves = try reader.saves(&numbers)
            case .register, .set, .counter, .log, .column:
                try read(part, columns: columns, from: &reader, &numbers)
            }
        }
        updated = Edit(stamp: updatedStamp, recordedAt: recordedAt, actor: actor)
    }

    private mutating func read(
        _ part: MetadataPart, columns: [String: Value], from reader: inout ByteReader,
        _ numbers: inout some ReplicaNumbers
    ) throws {
        let name = try reader.text()
        switch part {
        case .column:
            let stamp = try reader.stamp(&numbers)
            guard let value = columns[name] else { throw DamagedMetadata() }
            fields[name, default: .init()].register = Register(
                siblings: [.init(stamp: stamp, value: value)])
        case .register:
            let siblings = try (0..<(try reader.count())).map { _ in
                Register<Value>.Sibling(
                    stamp: try reader.stamp(&numbers), value: try reader.value())
            }
            fields[name, default: .init()].register = Register(siblings: siblings)
        case .set:
            var additions: [Value: [Stamp]] = [:]
            for _ in 0..<(try reader.count()) {
                let element = try reader.value()
                additions[element] = try (0..<(try reader.count())).map { _ in
                    try reader.stamp(&numbers)
                }
            }
            fields[name, default: .init()].set = AddWinsSet(additions: additions)
        case .counter:
            fields[name, default: .init()].counter = Counter(
                total: try reader.value().integer ?? 0)
        case .log:
            let lines = try (0..<(try reader.count())).map { _ in
                GrowOnlyLog<Value>.Line(
                    stamp: try reader.stamp(&numbers), entry: try reader.value())
            }
            fields[name, default: .init()].log = GrowOnlyLog(lines: lines)
        case .claims, .updated, .saves: throw DamagedMetadata()
        }
    }
}

extension FieldState {
    /// What a column says when one change, at `stamp`, wrote all of it.
    fileprivate init(column value: Value, field: Field, stamp: Stamp) {
        self.init()
        switch field.merge {
        case .choose, .latest, .max, .min, .lifecycle:
            register = Register(siblings: [.init(stamp: stamp, value: value)])
        case .sum: counter = Counter(total: value.integer ?? 0)
        case .set:
            let elements = value.list ?? []
            set = AddWinsSet(
                additions: Dictionary(elements.map { ($0, [stamp]) }) { first, _ in first })
        case .log:
            log = GrowOnlyLog(lines: (value.list ?? []).map { .init(stamp: stamp, entry: $0) })
        }
    }
}

extension Field? {
    /// Whether a column of the kind's table holds the field's one sibling.
    fileprivate var isRegister: Bool {
        self?.isRegister ?? false
    }
}
