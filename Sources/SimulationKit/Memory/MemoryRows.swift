import CausalCore
import RecordModel
import ReplicaStore

/// The table of one kind's records, or of their public copies.
struct TableName: Hashable {
    let kind: String
    let isPublished: Bool
}

/// A record's place in its kind's table.
struct RowKey: Hashable, Comparable {
    let id: RecordID
    let site: SiteID

    static func < (left: Self, right: Self) -> Bool {
        (left.id, left.site) < (right.id, right.site)
    }
}

/// A record's place, table included.
struct RecordKey: Hashable {
    let table: TableName
    let row: RowKey

    init(_ id: RecordID, kind: String, site: SiteID, isPublished: Bool) {
        table = TableName(kind: kind, isPublished: isPublished)
        row = RowKey(id: id, site: site)
    }

    init(_ record: StoredRecord) {
        self.init(
            record.state.id, kind: record.state.kind, site: record.site,
            isPublished: record.isPublished)
    }
}

/// What one row of a kind's table says: what its columns show, and the causal metadata beside them.
struct MemoryRow {
    var columns: [String: Value]
    var recordedAt: Int64
    var actor: String
    var latest: Int64
    var metadata: [UInt8]
}

/// What the records of one site have in common that share an identity.
struct SharedKey: Hashable {
    let kind: String
    let site: SiteID
    let identity: Kind.Identity
    /// Byte for byte.
    let texts: [[UInt8]]

    /// Nil where a part is empty.
    init?(_ kind: Kind, _ site: SiteID, _ identity: Kind.Identity, _ values: [String: Value]) {
        guard let texts = identity.texts(of: values) else { return nil }
        (self.kind, self.site, self.identity) = (kind.name, site, identity)
        self.texts = texts.map { Array($0.utf8) }
    }
}

/// A change's place in its feed.
struct FeedPlace: Hashable {
    let feed: Int64
    let seq: UInt64
}

/// Whose feed of which scope.
struct FeedKey: Hashable {
    let scope: Scope
    let replica: ReplicaID
}

/// Which version of which conflict.
struct VersionKey: Hashable {
    let conflict: [UInt8]
    let version: [UInt8]
}

/// Whose conflicts.
struct ConflictedKey: Hashable {
    let record: RecordID
    let scope: Scope
}

/// How far which peer holds which feed.
struct PeerFeed: Hashable {
    let peer: String
    let feed: Int64
}

/// An entry of a branch that is no longer in the log.
struct QuarantinedRow {
    let entry: QuarantinedEntry
    let scope: Scope
    var reason: String
}

/// Values by the numbers of a feed's changes, in order.
struct Seqs<Value> {
    private(set) var seqs: [UInt64] = []
    private(set) var values: [Value] = []

    /// The place of the first number that is `seq` or higher.
    func place(from seq: UInt64) -> Int {
        var (low, high) = (0, seqs.count)
        while low < high {
            let middle = (low + high) / 2
            if seqs[middle] < seq { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Puts `value` at `seq`, unless something is there.
    mutating func insert(_ value: Value, at seq: UInt64) {
        let place = place(from: seq)
        if place < seqs.count, seqs[place] == seq { return }
        seqs.insert(seq, at: place)
        values.insert(value, at: place)
    }

    /// Takes out all from `seq` on.
    mutating func cut(from seq: UInt64) {
        let place = place(from: seq)
        seqs.removeSubrange(place...)
        values.removeSubrange(place...)
    }
}
