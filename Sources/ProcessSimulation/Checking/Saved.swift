import RecordModel
import ReplicaStore
import SyncEngine
import SyncProtocol

/// What somebody saved, byte for byte: whoever writes it anew under another name keeps its bytes.
struct Saved: Hashable {
    let record: RecordID
    let body: [UInt8]

    /// What came to the log of `replica` after `arrival`, of the villages' own scopes: public copies and
    /// the hub's orders are no saves.
    static func logged(in replica: Replica, after arrival: Int64 = 0) throws -> Set<Saved> {
        let feeds = Set(
            try replica.store.scopes().filter { !$0.isPublished && $0 != .control }
                .flatMap { try replica.store.feeds(in: $0) }.map(\.number))
        return try all(
            replica.store.entries(after: arrival, limit: 1_000_000)
                .filter { feeds.contains($0.feed) }.map(\.entry))
    }

    /// All that is on the disk of `replica`: its log, and what waits beside it to be written anew.
    static func onDisk(of replica: Replica) throws -> Set<Saved> {
        try logged(in: replica).union(all(replica.entriesAside()))
    }

    private static func all(_ entries: [LogEntry]) throws -> Set<Saved> {
        Set(
            try entries.compactMap { entry in
                try entry.body.map {
                    Saved(record: try FeedCursor.outline(of: entry.header).record, body: $0)
                }
            })
    }
}
