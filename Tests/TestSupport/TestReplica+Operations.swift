import GRDB
import GRDBSQLite
import ReplicaStore
public import SyncEngine

extension TestReplica {
    private final class Counter {
        var count = 0
    }

    /// How many operations SQLite's machine runs for `work` in one transaction: what a growing history
    /// would make more of, on any machine and at any hour.
    public func operations(_ work: (Replica) throws -> Void) throws -> Int {
        let counter = Counter()
        file.writer?.writeWithoutTransaction { db in
            sqlite3_progress_handler(
                db.sqliteConnection, 1,
                { counter in
                    counter.map {
                        Unmanaged<Counter>.fromOpaque($0).takeUnretainedValue().count += 1
                    }
                    return 0
                }, Unmanaged.passUnretained(counter).toOpaque())
        }
        defer {
            file.writer?.writeWithoutTransaction { db in
                sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil)
            }
        }
        try write(work)
        return counter.count
    }
}
