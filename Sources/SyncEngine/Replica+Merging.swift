import CausalCore
import Crypto
import RecordModel
import ReplicaStore
import SyncProtocol

extension Replica {
    /// Merges one change, whose context is merged already, into the record that it changes.
    func merge(_ change: Change, arrival: Int64) throws {
        let site = change.scope.site ?? .hub
        let isPublished = change.scope.isPublished
        let kind = kind(change.kind, in: change.scope)
        if let kind, !change.mutations.contains(.delete) {
            // Most changes make a record, which needs no read: the insert itself finds out.
            let number = try store.number(of: change.dot.replica)
            if let record = NewRecord(change, kind: kind, replicaNumber: number),
                try store.insert(
                    record, change.record, kind: kind, site: site, isPublished: isPublished,
                    recordedAt: change.recordedAt, actor: change.actor, arrival: arrival)
            {
                let hash = Array(SHA256.hash(data: record.canonicalBytes))
                try store.replace(nil, with: hash, in: change.scope)
                return try settleNew(
                    record, change, kind: kind, site: site, arrival: arrival)
            }
        }
        let old = try store.record(
            change.record, kindName: change.kind, kind: kind, site: site,
            isPublished: isPublished)
        var record =
            old
            ?? StoredRecord(
                state: RecordState(id: change.record, kind: change.kind), site: site,
                isPublished: isPublished, latest: arrival)
        if let old { try store.link(arrival, previous: old.latest) }
        record.state.apply(change)
        record.latest = arrival
        try store.save(record, kind: kind, was: old)
        try store.replace(
            old.map { digest(of: $0.state) }, with: digest(of: record.state), in: change.scope)
        if let kind {
            try settle(record, was: old, kind: kind, scope: change.scope, arrival: arrival)
        }
    }

    /// The hash of one record's canonical bytes, a summand of the scope's state.
    func digest(of state: RecordState) -> [UInt8] {
        Array(SHA256.hash(data: state.canonicalBytes))
    }
}

extension Scope {
    /// Whether records here are copies that everyone may read.
    var isPublished: Bool {
        if case .published = self { true } else { false }
    }
}
