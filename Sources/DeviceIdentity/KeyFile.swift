#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A small secret on disk: readable by its owner only, and whole or not there at all.
public enum KeyFile: Sendable {
    /// The most bytes that such a file may have.
    public static let bytesMax = 64 << 10

    /// Writes `bytes` at `path` with mode 0600, replacing what was there.
    ///
    /// Written beside, synced, renamed, and the folder synced, so that a power cut leaves either
    /// the old file or the new one.
    public static func save(_ bytes: [UInt8], to path: String) throws(KeyFileError) {
        let beside = path + ".new"
        unlink(beside)
        let file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .cannotWrite(code: errno) }
        do {
            try fill(file, with: bytes)
        } catch {
            close(file)
            unlink(beside)
            throw error
        }
        guard close(file) == 0, rename(beside, path) == 0 else {
            let code = errno
            unlink(beside)
            throw .cannotWrite(code: code)
        }
        try syncFolder(of: path)
    }

    /// Reads the whole file at `path`.
    public static func load(_ path: String) throws(KeyFileError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .cannotRead(code: errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        var count = 0
        while count < bytes.count {
            let got = bytes[count...].withUnsafeMutableBytes {
                read(file, $0.baseAddress, $0.count)
            }
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                throw .cannotRead(code: errno)
            }
            count += got
        }
        guard count <= bytesMax else { throw .tooLarge }
        return Array(bytes.prefix(count))
    }

    private static func fill(_ file: Int32, with bytes: [UInt8]) throws(KeyFileError) {
        // The mode given to `open` is cut by the umask; this one is not.
        guard fchmod(file, 0o600) == 0 else { throw .cannotWrite(code: errno) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes {
                write(file, $0.baseAddress, $0.count)
            }
            if put < 0 {
                if errno == EINTR { continue }
                throw .cannotWrite(code: errno)
            }
            rest = rest.dropFirst(put)
        }
        guard fsync(file) == 0 else { throw .cannotWrite(code: errno) }
    }

    private static func syncFolder(of path: String) throws(KeyFileError) {
        let folder =
            switch path.lastIndex(of: "/") {
            case nil: "."
            case path.startIndex: "/"
            case .some(let slash): String(path[..<slash])
            }
        let file = open(folder, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .cannotWrite(code: errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .cannotWrite(code: errno) }
    }
}
