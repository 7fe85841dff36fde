import Foundation
import ReplicaStore

/// The directory that one replica lives in: database, key and lock, readable by its owner only.
public struct DataDirectory: Hashable, Sendable {
    /// The absolute path.
    public let path: String

    /// The directory at `path`, which need not exist.
    public init(path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// The device's private key.
    public var keyPath: String { path + "/device.key" }
    /// The hub's authority, with its private key; at the hub only.
    public var authorityPath: String { path + "/authority.pem" }
    /// Kind files that a hub publishes.
    public var kindsPath: String { path + "/kinds" }
    /// Where the running process takes commands.
    public var socketPath: String { path + "/socket" }

    /// Whether a replica is there, damaged or not.
    public var holdsReplica: Bool {
        FileManager.default.fileExists(atPath: path + "/" + ReplicaFile.name)
    }

    /// Makes the directory with mode 0700.
    public func create() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError.unreadable(path: path, reason: error.localizedDescription)
        }
    }

    /// Takes back a directory in which making a replica has failed half-way.
    func removeReplica() {
        for name in [ReplicaFile.name, ReplicaFile.name + "-wal", ReplicaFile.name + "-shm"] {
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
        try? FileManager.default.removeItem(atPath: keyPath)
        try? FileManager.default.removeItem(atPath: authorityPath)
    }
}
