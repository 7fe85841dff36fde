import Foundation

/// A folder that goes with all that is in it when nobody holds it any more.
final class TemporaryFolder: Sendable {
    /// Where it is.
    let url: URL

    /// Makes one whose name begins with `name`.
    init(_ name: String) throws {
        // Short, because chromium binds a socket below it, whose path may have 107 bytes.
        url = FileManager.default.temporaryDirectory
            .appending(path: "\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { remove() }

    /// Removes it now.
    func remove() {
        for _ in 0..<50 {
            try? FileManager.default.removeItem(at: url)
            if !FileManager.default.fileExists(atPath: url.path()) { return }
            // A browser that was just ended may add a last file while its folder is being emptied.
            usleep(10_000)
        }
    }
}
