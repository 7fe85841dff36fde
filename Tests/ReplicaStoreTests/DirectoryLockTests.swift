import Foundation
import ReplicaStore
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("The directory lock")
struct DirectoryLockTests {
    @Test("one holder at a time; free again when the holder lets go")
    func excludes() throws {
        let disk = try TemporaryDirectory()
        var first: DirectoryLock? = try DirectoryLock(directory: disk.path)
        #expect(throws: StoreError.inUse(path: disk.path)) {
            try DirectoryLock(directory: disk.path)
        }
        withExtendedLifetime(first) {}
        first = nil
        let second = try DirectoryLock(directory: disk.path)
        withExtendedLifetime(second) {}
    }

    @Test("a lock held elsewhere is seen, and its death gives it back")
    func elsewhere() throws {
        let disk = try TemporaryDirectory()
        let path = disk.path + "/lock"
        let descriptor = open(path, O_CREAT | O_RDWR, 0o600)
        try #require(descriptor >= 0)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: StoreError.inUse(path: disk.path)) {
            try DirectoryLock(directory: disk.path)
        }
        close(descriptor)
        let lock = try DirectoryLock(directory: disk.path)
        withExtendedLifetime(lock) {}
    }

    @Test("a directory that is not there is an error with a sentence")
    func missing() throws {
        #expect(throws: StoreError.self) { try DirectoryLock(directory: "/nonexistent/zssync") }
    }
}
