import CausalCore
import RecordModel
import ReplicaStore

/// The tables of one replica in plain memory: what the simulator keeps thousands of.
///
/// It passes the same suite of tests as SQLite does, and the same seed runs over both alike, event for
/// event. It keeps rows as SQLite does, columns and metadata, so that what writes and reads those is
/// simulated too. Numbers are as in a file: one that was taken back is given again.
final class MemoryStore: Store {
    let journal = Journal()
    let settings: MemoryTable<String, String>
    let said: MemoryTable<Int, Said>
    let replicas: MemoryTable<UInt64, ReplicaID>
    let replicaNumbers: MemoryTable<ReplicaID, UInt64>
    let knownScopes: MemoryTable<Scope, Bool>
    let feedRows: MemoryTable<Int64, Feed>
    let feedNumbers: MemoryTable<FeedKey, Int64>
    let scopeFeeds: MemoryTable<Scope, [Int64]>
    let deviceFeeds: MemoryTable<String, [Int64]>
    let sums: MemoryTable<Scope, StateSum>
    let log: MemoryTable<Int64, LoggedEntry>
    let arrivals: MemoryTable<FeedPlace, Int64>
    let counters: MemoryTable<Counter, Int64>
    let seen: MemoryTable<Int64, Seqs<VersionVector>>
    let checkpoints: MemoryTable<Int64, Seqs<[UInt8]>>
    let kindRows: MemoryTable<String, Kind>
    var tables: [TableName: MemoryTable<RowKey, MemoryRow>]
    let places: MemoryTable<RecordID, [RecordKey]>
    let shared: MemoryTable<SharedKey, Set<RecordID>>
    let unlisted: MemoryTable<RecordKey, StoredRecord>
    let conflictRows: MemoryTable<[UInt8], ConflictRow>
    let conflicted: MemoryTable<ConflictedKey, [[UInt8]]>
    let versions: MemoryTable<VersionKey, [Dot]>
    let taken: MemoryTable<Int, QuarantinedRow>
    let erasedRecords: MemoryTable<SiteID, Set<RecordID>>
    let peerRows: MemoryTable<String, PeerRow>
    let agreed: MemoryTable<String, [Scope: [UInt8]]>
    let acknowledgements: MemoryTable<PeerFeed, UInt64>
    let due: MemoryTable<String, Set<CopyDue>>
    let draftRows: MemoryTable<RecordID, StoredDraft>
    let invitations: MemoryTable<[UInt8], InvitationRow>

    /// The scopes in order, as of so many writes.
    private var sortedScopes: (writes: Int, scopes: [Scope]) = (-1, [])

    enum Counter { case lastArrival }

    /// Something that was said to people, or about them.
    struct Said: Hashable {
        let actor: String?
        let code: String
        let detail: String
    }

    /// Tables that hold nothing, or what `original` holds.
    init(copying original: MemoryStore? = nil) {
        let journal = journal
        func table<Key, Row>(
            _ path: KeyPath<MemoryStore, MemoryTable<Key, Row>>
        ) -> MemoryTable<Key, Row> {
            original.map { MemoryTable(journal, copying: $0[keyPath: path]) }
                ?? MemoryTable(journal)
        }
        settings = table(\.settings)
        said = table(\.said)
        replicas = table(\.replicas)
        replicaNumbers = table(\.replicaNumbers)
        knownScopes = table(\.knownScopes)
        feedRows = table(\.feedRows)
        feedNumbers = table(\.feedNumbers)
        scopeFeeds = table(\.scopeFeeds)
        deviceFeeds = table(\.deviceFeeds)
        sums = table(\.sums)
        log = table(\.log)
        arrivals = table(\.arrivals)
        counters = table(\.counters)
        seen = table(\.seen)
        checkpoints = table(\.checkpoints)
        kindRows = table(\.kindRows)
        tables = (original?.tables ?? [:]).mapValues { MemoryTable(journal, copying: $0) }
        places = table(\.places)
        shared = table(\.shared)
        unlisted = table(\.unlisted)
        conflictRows = table(\.conflictRows)
        conflicted = table(\.conflicted)
        versions = table(\.versions)
        taken = table(\.taken)
        erasedRecords = table(\.erasedRecords)
        peerRows = table(\.peerRows)
        agreed = table(\.agreed)
        acknowledgements = table(\.acknowledgements)
        due = table(\.due)
        draftRows = table(\.draftRows)
        invitations = table(\.invitations)
    }

    func number(of replica: ReplicaID) throws -> UInt64 {
        if let number = replicaNumbers[replica] { return number }
        let number = UInt64(replicas.rows.count + 1)
        replicas[number] = replica
        replicaNumbers[replica] = number
        return number
    }

    func replica(numbered number: UInt64) throws -> ReplicaID {
        guard let replica = replicas[number] else { throw DamagedMetadata() }
        return replica
    }

    func scopes() throws -> [Scope] {
        if sortedScopes.writes != knownScopes.writes {
            sortedScopes = (knownScopes.writes, knownScopes.rows.keys.sorted())
        }
        return sortedScopes.scopes
    }
}

// One simulation's, on one thread.
@available(*, unavailable)
extension MemoryStore: Sendable {}
