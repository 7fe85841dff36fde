import CausalCore
import Crypto
import RecordModel
import ReplicaStore
import SyncProtocol

extension Replica {
    /// Merges one change, whose context is merged already, into the record that it changes; returns
    /// the arrival of that record's change before, nil where it has none.
    ///
    /// `arrival` is the one that the change has, or will have: the log is written after the tables, so
    /// that it can say which change came before. `read` gives all that the change says where somebody has that already.
    func merge(
        _ opened: OpenedChange, in scope: Scope, arrival: Int64, read: () -> Change? = { nil }
    ) throws -> Int64? {
        guard let kindName = opened.kind else { return nil }
        let kind = kind(kindName, in: scope)
        if let kind, !opened.isRewritten {
            // Most changes make a record, which needs no read: the insert itself finds out.
            if try makeRecord(opened, of: kind, in: scope, arrival: arrival) { return nil }
            if let previous = try editRecord(opened, of: kind, in: scope, arrival: arrival) {
                return previous
            }
        }
        guard let change = try read() ?? opened.change(in: scope) else { return nil }
        return try merge(change, opened, of: kind, arrival: arrival)
    }

    /// Makes the record that `opened` makes; false, having done nothing, where it does anything else
    /// or the record is there.
    private func makeRecord(
        _ opened: OpenedChange, of kind: Kind, in scope: Scope, arrival: Int64
    ) throws -> Bool {
        guard case .body(let salted) = opened.sealed.content else { return false }
        let number = try store.number(of: opened.dot.replica)
        return try salted.withUnsafeBytes { salted in
            var record = NewRecord(id: opened.record, kind: kind, stamp: opened.stamp)
            let outline = try BodyOutline.read(salted: salted, isChecked: true) {
                record.take($0)
            }
            guard record.isComplete else { return false }
            // Before the insert, as the record would only find itself after it.
            let meetsAnother = try meetsAnother(record, in: scope)
            guard
                try store.insert(
                    record, site: scope.site ?? .hub, isPublished: scope.isPublished,
                    recordedAt: outline.recordedAt, actor: outline.actor, arrival: arrival,
                    replicaNumber: number)
            else { return false }
            try store.replace(nil, with: digest(of: record.canonicalBytes), in: scope)
            if meetsAnother { try settleNew(record, in: scope, arrival: arrival) }
            return true
        }
    }

    /// Writes to the record that `opened` changes; nil, having done nothing, where that is not plain.
    private func editRecord(
        _ opened: OpenedChange, of kind: Kind, in scope: Scope, arrival: Int64
    ) throws -> Int64? {
        guard case .body(let salted) = opened.sealed.content else { return nil }
        return try salted.withUnsafeBytes { salted in
            var digests: (old: [UInt8], new: [UInt8])?
            let previous = try store.edit(
                opened.record, of: kind, site: scope.site ?? .hub,
                isPublished: scope.isPublished, arrival: arrival
            ) { record in
                guard record.isFollowed(by: opened.stamp, context: opened.context) else {
                    return nil
                }
                let old = record.canonicalBytes
                record.begin(at: opened.stamp, context: opened.context)
                let outline = try BodyOutline.read(salted: salted, isChecked: true) {
                    record.take($0)
                }
                guard record.isPlain else { return nil }
                digests = (digest(of: old), digest(of: record.canonicalBytes))
                return (outline.recordedAt, outline.actor)
            }
            if let digests { try store.replace(digests.old, with: digests.new, in: scope) }
            return previous
        }
    }

    private func merge(
        _ change: Change, _ opened: OpenedChange, of kind: Kind?, arrival: Int64
    ) throws -> Int64? {
        let site = change.scope.site ?? .hub
        let isPublished = change.scope.isPublished
        let old = try store.record(
            change.record, kindName: change.kind, kind: kind, site: site,
            isPublished: isPublished)
        var record =
            old
            ?? StoredRecord(
                state: RecordState(id: change.record, kind: change.kind), site: site,
                isPublished: isPublished, latest: arrival)
        #if PLANTED_BUGS
            let isFirst = record.state.existence.claims.siblings.allSatisfy {
                change.context.contains($0.stamp.dot)
            }
            if PlantedBug.active == .firstArrivalWins, !isFirst { return old?.latest }
        #endif
        try apply(change, opened, to: &record, was: old)
        record.latest = arrival
        try store.save(record, kind: kind, was: old)
        try store.replace(
            old.map { digest(of: $0.state) }, with: digest(of: record.state), in: change.scope)
        if let kind {
            try settle(record, was: old, kind: kind, scope: change.scope, arrival: arrival)
        }
        return old?.latest
    }

    /// Applies a change. The first that was written anew makes each save of its record count once in sums
    /// and logs: what all of these are known by is in the log.
    private func apply(
        _ change: Change, _ opened: OpenedChange, to record: inout StoredRecord,
        was old: StoredRecord?
    ) throws {
        #if PLANTED_BUGS
            if PlantedBug.active == .countsTwice { return record.state.apply(change) }
        #endif
        if record.state.countsSaves {
            record.state.apply(change, as: opened.save)
        } else if !change.isRewritten || !change.accumulates {
            record.state.apply(change)
        } else if let old {
            record.state = try history(of: old, entries: entries(of: old), and: opened).state
        } else {
            record.state.apply(change, as: opened.save)
        }
    }

    /// The hash of one record's canonical bytes, a summand of the scope's state.
    func digest(of state: RecordState) -> [UInt8] {
        digest(of: state.canonicalBytes)
    }

    private func digest(of canonicalBytes: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        canonicalBytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return hasher.finalize().withUnsafeBytes { Array($0) }
    }
}
