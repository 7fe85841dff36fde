import Foundation
import SyncAgent
import SyncEngine

/// One computer of the town: its data directory, its clock, and its line to the hub.
final class ProcessReplica {
    /// 0 for the hub.
    let number: Int
    let directory: DataDirectory
    /// The line to the hub, which a copied disk keeps to; nil at the hub.
    let line: FaultyLine?
    /// What its clock shows, which stands still; nil for the right time. Milliseconds since 1970.
    var clock: Int64?
    /// Until when it is switched off: virtual milliseconds.
    var awayUntil: Int64 = 0
    /// What people saw who opened forms that are still open.
    var forms: [String] = []
    /// How often its disk was rolled back or copied.
    var disasters = 0
    private(set) var hasImage = false

    init(number: Int, directory: DataDirectory, line: FaultyLine?) {
        self.number = number
        self.directory = directory
        self.line = line
    }

    var isHub: Bool { number == 0 }

    /// What its programs find in their environment.
    var environment: [String: String] {
        clock.map { ["ZSSYNC_CLOCK_MS": "\($0)"] } ?? [:]
    }

    private var imagePath: String { directory.path + ".image" }

    /// Takes an image of the disk; no program may run on it.
    func takeImage() throws {
        try Self.copy(directory.path, to: imagePath)
        hasImage = true
    }

    /// Puts the last image back; no program may run on the disk.
    func restoreImage() throws {
        try Self.copy(imagePath, to: directory.path)
        disasters += 1
        forms = []
    }

    /// Another computer with a copy of the disk.
    func clone(as number: Int) throws -> ProcessReplica {
        let path = directory.path + ".copy-\(number)"
        try Self.copy(directory.path, to: path)
        let copy = ProcessReplica(
            number: number, directory: DataDirectory(path: path), line: line)
        copy.disasters = 1
        disasters += 1
        return copy
    }

    private static func copy(_ path: String, to target: String) throws {
        // A process that was killed leaves its socket, which cannot be copied and leads nowhere.
        try? FileManager.default.removeItem(atPath: DataDirectory(path: path).socketPath)
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.copyItem(atPath: path, toPath: target)
    }

    /// Runs `work` on what is committed, beside whoever writes.
    func read<Result>(_ work: (Replica) throws -> Result) throws -> Result {
        try ReplicaHost.openForReading(directory).read(work)
    }
}
