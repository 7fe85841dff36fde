import RecordModel
import SyncEngine
import TestSupport

extension TestReplica {
    /// Where this replica's tables are not what its log says.
    func differencesFromLog() throws -> [String] {
        let disk = try TemporaryDirectory()
        let copy = try TestReplica(
            key: identity.key, site: identity.site.text, roles: identity.roles, label: "copy",
            hubPublicKey: identity.hubPublicKey, in: disk.path)
        let links = try copy.write { rebuilt in try read { try rebuilt.replay($0) } }
        return try links
            + read { replica in try copy.read { try replica.differences(from: $0) } }
    }
}
