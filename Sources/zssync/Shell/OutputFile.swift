import Foundation
import SyncAgent

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that appears under its name only once it is whole.
enum OutputFile {
    /// Has `body` write the file beside `path`, readable by its owner only, and renames it.
    static func write<Result>(
        _ path: String, name: String, _ body: (any ByteSink) throws -> Result
    ) throws -> Result {
        let beside = path + ".\(getpid()).partial"
        let descriptor = open(beside, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure.writing(name, errno) }
        do {
            let result = try body(DescriptorSink(descriptor))
            guard fsync(descriptor) == 0, rename(beside, path) == 0 else {
                throw FileFailure.writing(name, errno)
            }
            close(descriptor)
            return result
        } catch {
            close(descriptor)
            unlink(beside)
            if case FileFailure.writing(_, let code) = error {
                throw FileFailure.writing(name, code)
            }
            throw error
        }
    }
}
