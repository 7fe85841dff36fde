import Foundation
import RecordModel
import ReplicaStore
public import SyncEngine

extension ReplicaHost {
    /// Checks the whole log, and the tables against what the log says; rebuilds them where asked.
    ///
    /// `progress` gets the changes read so far. A rebuild gives the identical digest or says so.
    public func verify(
        rebuild: Bool, progress: @Sendable (Int) -> Void = { _ in }
    ) throws -> Verification {
        var found = try read { try $0.verifyLog(progress: progress) }
        guard found.damage.isEmpty else { return found }
        let scratch = DataDirectory(
            path: NSTemporaryDirectory() + "zssync-verify-" + UUID().uuidString)
        try scratch.create()
        defer { try? FileManager.default.removeItem(atPath: scratch.path) }
        let copy = ReplicaHost(
            directory: scratch, credentials: credentials, hubPublicKey: identity.hubPublicKey,
            file: try ReplicaFile.create(in: scratch.path), lock: nil, kinds: KindCatalogue())
        found.damage += try copy.write { rebuilt in
            try read { try rebuilt.replay($0, progress: progress) }
        }
        found.damage += try read { replica in
            try copy.read { try replica.differences(from: $0) }
        }
        if rebuild {
            try write { replica in try replica.rebuild() }
            let after = try read { try $0.verifyLog() }
            found.digests = after.digests
            found.damage = try read { replica in
                try copy.read { try replica.differences(from: $0) }
            }
        }
        return found
    }
}
