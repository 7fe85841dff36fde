#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The right to write one data directory, held by at most one process at a time.
///
/// The kernel gives the lock back when the process ends, however it ends.
public final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of `directory`; throws ``StoreError/inUse(path:)`` where another process has it.
    public init(directory: String) throws {
        let path = directory + "/lock"
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError.inUse(path: directory)
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }
}
