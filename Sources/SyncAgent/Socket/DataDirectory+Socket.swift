import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension DataDirectory {
    /// Where commands for this directory are taken: ``socketPath``, or, where that is longer than a
    /// socket's path may be, a name made of it in a folder of this user alone.
    func commandSocketPath() throws -> String {
        if socketPath.utf8.count <= UnixSocket.pathBytesMax { return socketPath }
        let folder = "/tmp/zssync-\(getuid())"
        mkdir(folder, 0o700)
        // Of the folder itself: a link that somebody else laid there is not followed.
        let found = try FileManager.default.attributesOfItem(atPath: folder)
        guard found[.type] as? FileAttributeType == .typeDirectory,
            (found[.ownerAccountID] as? NSNumber)?.uint32Value == getuid(),
            let mode = (found[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 == 0
        else { throw POSIXError(.EACCES) }
        return folder + "/" + Self.name(of: path)
    }

    /// Sixteen hexadecimal digits that stand for `path` (FNV-1a). Two paths that share them would
    /// only find the other's process, which answers for its own directory and refuses.
    private static func name(of path: String) -> String {
        let hash = path.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
