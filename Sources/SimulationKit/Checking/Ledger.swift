import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

/// What people were told is saved, by the words that the run gave to each save: I2.
///
/// Public copies are no saves: see ``LogReference/checkCopies(in:)``.
struct Ledger {
    /// One save, by the words that the run gave to it.
    struct Save: Hashable {
        let word: String
        let record: RecordID
    }

    /// What each save said, byte for byte.
    typealias Words = [Save: Set<[UInt8]>]

    private var due: Words = [:]
    private var hubArrival: Int64 = 0

    /// Notes what a transaction has added to a log, once it has returned.
    mutating func note(_ words: Words) { due.merge(words) { $0.union($1) } }

    /// Notes all that the hub has come to hold.
    mutating func note(hub: Replica) throws {
        let entries = try hub.store.entries(after: hubArrival, limit: 1_000_000)
        hubArrival = entries.last?.arrival ?? hubArrival
        note(try Self.words(entries, in: hub))
    }

    /// The hub's disk is another from now on: all that it holds counts as new.
    mutating func forgetHub() { hubArrival = 0 }

    /// A disk has been put back: what nobody else holds of it, and the image neither, is lost with
    /// the disk, and nobody's fault.
    mutating func forgive(_ lost: Words, stillHeld: Words) {
        for (tag, bodies) in lost {
            due[tag]?.subtract(bodies.subtracting(stillHeld[tag] ?? []))
        }
    }

    /// What the hub's log lacks of what is due, but for the records called `erased`, and the words `unheard`.
    func missing(in held: Words, erased: Set<RecordID>, unheard: Set<String>) -> [String] {
        due.filter { save, bodies in
            // A file's rows have one word and their numbers behind it.
            let word = String(save.word.prefix { $0 != "." })
            return !erased.contains(save.record) && !unheard.contains(word)
                && !bodies.isSubset(of: held[save] ?? [])
        }.map(\.key.word).sorted()
    }

    /// The words of each save among `entries` of `replica`, and what it said.
    static func words(_ entries: [LoggedEntry], in replica: Replica) throws -> Words {
        let copies = Set(
            try replica.store.scopes().filter(\.isPublished)
                .flatMap { try replica.store.feeds(in: $0) }.map(\.number))
        return try words(entries.filter { !copies.contains($0.feed) }.map(\.entry))
    }

    private static func words(_ entries: [LogEntry]) throws -> Words {
        var words: Words = [:]
        for entry in entries {
            guard let bytes = entry.body else { continue }
            let body = try bytes.withUnsafeBytes { try BodyOutline.read(salted: $0) }
            guard body.reason.hasPrefix("w") else { continue }
            let record = try FeedCursor.outline(of: entry.header).record
            words[Save(word: body.reason, record: record), default: []].insert(bytes)
        }
        return words
    }

    /// All that a replica's log holds.
    static func words(of replica: Replica) throws -> Words {
        try words(replica.store.entries(after: 0, limit: 1_000_000), in: replica)
    }

    /// All that is on a replica's disk: its log, and what waits beside it to be written anew.
    static func words(onDiskOf replica: Replica) throws -> Words {
        try words(of: replica).merging(words(replica.entriesAside())) { $0.union($1) }
    }
}
