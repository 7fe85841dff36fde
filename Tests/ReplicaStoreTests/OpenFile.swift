import Foundation
import GRDB
import RecordModel
import ReplicaStore
import TestSupport

/// A replica's file in a directory of its own.
struct OpenFile {
    let disk: TemporaryDirectory
    let file: ReplicaFile

    init() throws {
        disk = try TemporaryDirectory()
        file = try ReplicaFile.create(in: disk.path)
    }

    var path: String { file.path }

    /// A connection as any SQLite tool would open one.
    func plainConnection() throws -> DatabaseQueue { try DatabaseQueue(path: path) }

    /// Runs `work` on the tables in one transaction.
    func write<Result>(_ work: (any Store) throws -> Result) throws -> Result {
        try file.write { store in
            let result = try work(store)
            try store.flush()
            return result
        }
    }
}
