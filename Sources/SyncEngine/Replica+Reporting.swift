import CausalCore
public import RecordModel
public import ReplicaStore

extension Replica {
    /// The rows of the report that one stored conflict makes: one where it is open, and one for each
    /// time that somebody settled it.
    public func reports(_ row: ConflictRow, open: Bool, resolved: Bool) throws -> [ConflictReport] {
        guard let kind = kinds[row.kind] else { return [] }
        if let other = row.other {
            guard row.isOpen ? open : resolved,
                let record = try stored(row.record, row, kind: kind),
                let second = try stored(other, row, kind: kind)
            else { return [] }
            return [try pair(row, record, second, kind: kind)]
        }
        guard let history = try history(of: row, kind: kind) else { return [] }
        var reports: [ConflictReport] = []
        if resolved, row.conflictClass != .soft {
            reports = try resolutions(row, history, kind: kind)
        }
        if open, row.isOpen {
            let state = row.field.isEmpty ? history.state : history.state(ofField: row.field)
            reports.append(try report(row, history, state: state, kind: kind, settledBy: nil))
        }
        return reports
    }

    /// The history of the record that `row` is about; nil where nothing of it is held.
    ///
    /// What a report says is worked out from that alone: reading the record too took a third of it.
    private func history(of row: ConflictRow, kind: Kind) throws -> RecordHistory? {
        let listed = try store.latest(
            of: row.record, kind: kind, site: row.scope.site ?? .hub)
        guard let latest = try listed ?? stored(row.record, row, kind: kind)?.latest else {
            return nil
        }
        return try history(of: row.record, kind: kind.name, in: row.scope, latest: latest)
    }

    private func stored(_ id: RecordID, _ row: ConflictRow, kind: Kind) throws -> StoredRecord? {
        try store.record(
            id, kindName: kind.name, kind: kind, site: row.scope.site ?? .hub, isPublished: false)
    }

    /// Every change that had seen the field differ, and wrote it: worked out from the log alone, so
    /// that it does not matter whether this replica ever showed the conflict.
    private func resolutions(
        _ row: ConflictRow, _ history: RecordHistory, kind: Kind
    ) throws -> [ConflictReport] {
        var reports: [ConflictReport] = []
        for change in history.changes where change.touches(row) {
            let seen = history.state(at: change.context)
            guard
                seen.conflicts(by: kind).contains(where: {
                    $0.field == row.field && $0.conflictClass == row.conflictClass
                })
            else { continue }
            reports.append(
                try report(row, history, state: seen, kind: kind, settledBy: change))
        }
        return reports
    }

    private func report(
        _ row: ConflictRow, _ history: RecordHistory, state: RecordState, kind: Kind,
        settledBy change: Change?
    ) throws -> ConflictReport {
        let stamps = state.candidates(of: row)
        let shown = kind[row.field].flatMap { state.shown($0, of: kind) }
        let candidates = stamps.map { stamp, value in
            ConflictReport.Candidate(
                value: value, change: authorship(stamp, in: history),
                isShown: row.field.isEmpty ? value == .text("written") : value == shown)
        }
        return ConflictReport(
            id: row.id.hex, version: ConflictID.version(stamps.map(\.0.dot)).hex,
            conflictClass: row.conflictClass, isOpen: change == nil,
            site: row.scope.site ?? .hub, town: row.scope.site?.town ?? "", kind: row.kind,
            record: row.record, field: row.field,
            base: base(of: stamps.map(\.0.dot), row, history, kind: kind),
            candidates: candidates,
            resolvedBy: change.map { authorship($0.stamp, in: history) },
            resolvedValue: change?.value(for: row) ?? .null)
    }

    /// What the field showed to somebody who had seen only what all candidates' authors had seen.
    private func base(
        of dots: [Dot], _ row: ConflictRow, _ history: RecordHistory, kind: Kind
    ) -> Value {
        let contexts = dots.compactMap { history[$0]?.context }
        guard let first = contexts.first, let field = kind[row.field] else { return .null }
        var common = VersionVector()
        for entry in first.entries {
            let seq = contexts.map { $0[entry.replica] }.min() ?? 0
            common[entry.replica] = seq
        }
        return history.shown(field, of: kind, at: common) ?? .null
    }

    private func pair(
        _ row: ConflictRow, _ first: StoredRecord, _ second: StoredRecord, kind: Kind
    ) throws -> ConflictReport {
        var candidates: [(Stamp, ConflictReport.Candidate)] = []
        var settling: (change: Change, history: RecordHistory)?
        for record in [first, second] {
            let history = try history(of: record)
            let comparison = kind.comparisons.first { $0.identity.name == row.field }
            let stamp = comparison.flatMap { comparison in
                comparison.identity.parts.compactMap {
                    record.state.fields[$0.field]?.register.latest?.stamp
                }.max()
            }
            guard let stamp else { continue }
            candidates.append(
                (
                    stamp,
                    ConflictReport.Candidate(
                        value: .text(record.state.id.text),
                        change: authorship(stamp, in: history),
                        isShown: true)
                ))
            let other = record.state.id == first.state.id ? second.state.id : first.state.id
            if let change = history.changes.last(where: { $0.declares(against: other) }),
                settling.map({ $0.change.stamp < change.stamp }) ?? true
            {
                settling = (change, history)
            }
        }
        candidates.sort { $0.0 < $1.0 }
        let settledBy = row.isOpen ? nil : settling
        return ConflictReport(
            id: row.id.hex, version: ConflictID.version(candidates.map(\.0.dot)).hex,
            conflictClass: row.conflictClass, isOpen: row.isOpen, site: row.scope.site ?? .hub,
            town: row.scope.site?.town ?? "", kind: row.kind, record: row.record,
            field: row.field, base: .null, candidates: candidates.map(\.1),
            resolvedBy: settledBy.map { authorship($0.change.stamp, in: $0.history) },
            resolvedValue: settledBy?.change.declaration ?? .null)
    }

    private func authorship(
        _ stamp: Stamp, in history: RecordHistory
    ) -> ConflictReport.Authorship {
        let change = history[stamp.dot]
        return ConflictReport.Authorship(
            device: history.device(of: stamp.dot.replica),
            replica: stamp.dot.replica.description, seq: stamp.dot.seq,
            actor: change?.actor ?? "", recordedAt: Timestamp.text(change?.recordedAt ?? 0),
            reason: change?.reason ?? "")
    }
}

extension RecordState {
    /// The stamps and values that stand against each other, in order of stamp.
    func candidates(of row: ConflictRow) -> [(Stamp, Value)] {
        if row.field.isEmpty {
            return existence.claims.siblings.map {
                ($0.stamp, .text($0.value == .deleted ? "deleted" : "written"))
            }
        }
        return fields[row.field]?.register.siblings.map { ($0.stamp, $0.value) } ?? []
    }
}

extension Change {
    /// Whether the change says anything of what the conflict is about.
    func touches(_ row: ConflictRow) -> Bool {
        row.field.isEmpty || mutations.contains(.delete)
            || mutations.contains {
                if case .set(row.field, _) = $0 { true } else { false }
            }
    }

    /// What the change says of it.
    func value(for row: ConflictRow) -> Value {
        for case .set(row.field, let value) in mutations { return value }
        return .text(mutations.contains(.delete) ? "deleted" : "written")
    }

    /// Whether the change declares its record one with `other`, or distinct from it.
    func declares(against other: RecordID) -> Bool {
        mutations.contains(.set(field: Kind.mergedInto, value: .text(other.text)))
            || mutations.contains {
                if case .insert(Kind.distinctFrom, let ids) = $0 {
                    ids.contains(.text(other.text))
                } else {
                    false
                }
            }
    }

    /// What such a change declares: the record that stays, or `distinct`.
    var declaration: Value {
        for case .set(Kind.mergedInto, let value) in mutations { return value }
        return .text("distinct")
    }
}

extension SiteID {
    /// The code of the town of a statistical code: its first nine digits.
    public var town: String? {
        text.utf8.count == 12 ? String(text.prefix(9)) : nil
    }
}

extension [UInt8] {
    /// Two hexadecimal digits a byte.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 2 * count) { text in
            for (place, byte) in enumerated() {
                text[2 * place] = digits[Int(byte >> 4)]
                text[2 * place + 1] = digits[Int(byte & 15)]
            }
            return 2 * count
        }
    }

    /// Reads two hexadecimal digits a byte; nil for anything else.
    public init?(hex: String) {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count % 2 == 0 else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
