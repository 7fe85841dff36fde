import CausalCore

extension RecordState {
    /// The bytes that the state digest is taken over: equal states, equal bytes, on every replica.
    ///
    /// Source: Protocol/2-records, "State digest".
    public var canonicalBytes: [UInt8] {
        var writer = ByteWriter(capacity: 1_024)
        writer.append(id)
        writer.append(text: kind)
        writer.append(number: UInt64(existence.claims.siblings.count))
        for claim in existence.claims.siblings {
            writer.append(canonical: claim.stamp)
            writer.append(byte: claim.value.rawValue)
        }
        for (name, field) in fields.sorted(by: { $0.key < $1.key }) where !field.isEmpty {
            writer.append(text: name)
            writer.append(number: UInt64(field.register.siblings.count))
            for sibling in field.register.siblings {
                writer.append(canonical: sibling.stamp)
                writer.append(sibling.value)
            }
            writer.append(number: UInt64(field.set.additions.count))
            for element in field.set.elements {
                writer.append(element)
                let stamps = field.set.additions[element] ?? []
                writer.append(number: UInt64(stamps.count))
                for stamp in stamps { writer.append(canonical: stamp) }
            }
            writer.append(.integer(field.counter?.total ?? 0))
            writer.append(number: UInt64(field.log.lines.count))
            for line in field.log.lines {
                writer.append(canonical: line.stamp)
                writer.append(line.entry)
            }
        }
        return writer.bytes
    }
}
